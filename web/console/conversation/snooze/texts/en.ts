/** The texts of a snooze, in English. Other languages have the same keys. */
export const en = {
  snooze: 'Snooze',
  wake: 'Wake now',
  until: (time: string) => `Snoozed until ${time}`,
  untilWrites: 'Snoozed until they write',
  otherUntil: (name: string, time: string) => `${name} snoozed this until ${time}`,
  otherUntilWrites: (name: string) => `${name} snoozed this until they write`,
  hour: 'For 1 hour',
  tomorrow: 'Until tomorrow',
  monday: 'Until next Monday',
  writes: 'Until they write',
  writesMore: 'At most 30 days',
  choose: 'Until a chosen time …',
  title: 'Snooze until',
  time: 'Date and time',
  timeMore: 'In the future, and at most 30 days ahead. It wakes before if they write.',
  failed: 'That did not work.',
}

export type SnoozeTexts = typeof en

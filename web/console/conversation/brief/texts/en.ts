/** The texts of the brief above a log. They load with it. */
export const en = {
  label: 'Brief',
  reason: 'Reason',
  summary: 'Summary by the bot',
  facts: 'Facts from the bot',
  declined: 'Declined so far',
  yes: 'yes',
  no: 'no',
  quoted: (words: string) => `“${words}”`,
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type BriefTexts = typeof en

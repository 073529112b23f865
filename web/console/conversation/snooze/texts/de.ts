import type { SnoozeTexts } from './en.ts'

export const de: SnoozeTexts = {
  snooze: 'Zurückstellen',
  wake: 'Wecken',
  until: time => `Zurückgestellt bis ${time}`,
  untilWrites: 'Zurückgestellt bis zur nächsten Nachricht',
  otherUntil: (name, time) => `${name} hat es bis ${time} zurückgestellt`,
  otherUntilWrites: name => `${name} hat es bis zur nächsten Nachricht zurückgestellt`,
  hour: 'Für 1 Stunde',
  tomorrow: 'Bis morgen',
  monday: 'Bis nächsten Montag',
  writes: 'Bis zur nächsten Nachricht',
  writesMore: 'Höchstens 30 Tage',
  choose: 'Bis zu einem Zeitpunkt …',
  title: 'Zurückstellen bis',
  time: 'Datum und Uhrzeit',
  timeMore: 'In der Zukunft, höchstens 30 Tage voraus. Eine Nachricht weckt das Gespräch vorher.',
  failed: 'Das hat nicht geklappt.',
}

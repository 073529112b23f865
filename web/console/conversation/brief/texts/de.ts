import type { BriefTexts } from './en.ts'

export const de: BriefTexts = {
  label: 'Kurzinfo',
  reason: 'Grund',
  summary: 'Zusammenfassung des Bots',
  facts: 'Angaben des Bots',
  declined: 'Bisher abgelehnt von',
  yes: 'ja',
  no: 'nein',
  quoted: words => `„${words}“`,
}

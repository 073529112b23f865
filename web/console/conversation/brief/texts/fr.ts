import type { BriefTexts } from './en.ts'

export const fr: BriefTexts = {
  label: 'En bref',
  reason: 'Motif',
  summary: 'Résumé du bot',
  facts: 'Informations du bot',
  declined: 'Déjà déclinée par',
  yes: 'oui',
  no: 'non',
  quoted: words => `« ${words} »`,
}

import type { ReviewTexts } from './en.ts'

export const de: ReviewTexts = {
  waits: 'Der Bot möchte sagen',
  leftFor: time => `noch ${time} zum Entscheiden`,
  overdue: 'Die Zeit zum Entscheiden ist um.',
  send: 'Senden',
  edit: 'Bearbeiten',
  instead: 'Eine Nachricht von Ihnen tritt an ihre Stelle.',
  sending: 'Wird gesendet …',
  closed: {
    sent: name => `${name} hat diese Antwort des Bots gesendet`,
    edited: name => `${name} hat stattdessen andere Worte gesendet`,
    answered: name => `${name} hat stattdessen geantwortet`,
    withheld: name => `Das hat niemand bekommen: ${name} hat das Gespräch an Menschen gegeben`,
  },
}

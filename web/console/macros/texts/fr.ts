import type { MacroTexts } from './en.ts'

/** The texts of macros, in French. */
export const fr: MacroTexts = {
  macros: 'Macros',
  run: name => `Macro : ${name}`,
  runsIn: (name, seconds) => `La macro « ${name} » démarre dans ${seconds} s`,
  spoken: (name, seconds) => `La macro « ${name} » démarre dans ${seconds} secondes. D’ici là, vous pouvez l’annuler.`,
  undo: 'Annuler',
  undone: 'Annulé. Rien n’a été envoyé.',
  failed: name => `La macro « ${name} » n’a rien fait.`,
  noValue: facts => `Il manque pour cette personne : ${facts}`,
  close: 'Fermer',
  tags: tags => `Étiquettes : ${tags}`,
  ends: {
    resolved: 'Puis retour au bot : résolu',
    rejected: 'Puis retour au bot : refusé',
    returned: 'Puis retour au bot',
  },
}

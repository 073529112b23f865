import type { MacroTexts } from './en.ts'

/** The texts of macros, in German. */
export const de: MacroTexts = {
  macros: 'Makros',
  run: name => `Makro: ${name}`,
  runsIn: (name, seconds) => `Makro „${name}“ startet in ${seconds} s`,
  spoken: (name, seconds) =>
    `Makro „${name}“ startet in ${seconds} Sekunden. Bis dahin können Sie es rückgängig machen.`,
  undo: 'Rückgängig',
  undone: 'Rückgängig gemacht. Es wurde nichts gesendet.',
  failed: name => `Makro „${name}“ hat nichts getan.`,
  noValue: facts => `Zu dieser Person fehlt: ${facts}`,
  close: 'Schließen',
  tags: tags => `Schlagwörter: ${tags}`,
  ends: {
    resolved: 'Danach zurück zum Bot: gelöst',
    rejected: 'Danach zurück zum Bot: abgelehnt',
    returned: 'Danach zurück zum Bot',
  },
}

import { plural } from '../../../texts/plural.ts'
import type { BulkTexts } from './en.ts'

const count = plural('de')

/** The texts of actions on several conversations, in German. */
export const de: BulkTexts = {
  label: 'Ausgewählte Gespräche',
  selected: n => count(n, { one: '1 ausgewählt', other: `${n} ausgewählt` }),
  all: n => `Alle ${n} auswählen`,
  clear: 'Auswahl aufheben',
  takeOn: 'Annehmen',
  handBack: 'Zurückgeben',
  passBack: 'Für alle zurücklegen',
  tag: 'Schlagwort …',
  progress: (done, of) => `${done} von ${of} erledigt`,
  done: n => count(n, { one: '1 Gespräch erledigt.', other: `${n} Gespräche erledigt.` }),
  failed: n =>
    count(n, {
      one: '1 wurde abgelehnt und bleibt ausgewählt:',
      other: `${n} wurden abgelehnt und bleiben ausgewählt:`,
    }),
}

import { plural } from '../../../texts/plural.ts'
import type { ReplyTexts } from './en.ts'

const count = plural('de')

export const de: ReplyTexts = {
  label: 'Textbausteine',
  found: n => count(n, { one: '1 Textbaustein', other: `${n} Textbausteine` }),
  own: 'Eigener',
  loading: 'Die Textbausteine werden geladen …',
  failed: 'Die Textbausteine konnten nicht geladen werden.',
  none: 'Es gibt noch keine Textbausteine.',
  noMatch: 'Kein Textbaustein passt.',
  hint: 'Enter fügt ein, Esc schließt',
  missing: variables => `Für ${variables} gibt es keinen Wert. Füllen Sie die Lücke aus, bevor Sie senden.`,
  manage: 'Meine Textbausteine',
  manageMore: trigger => `Tippen Sie ${trigger} in eine Antwort, um einen einzufügen.`,
  saveAs: 'Als Textbaustein speichern',
  saveAsMore: 'Hebt den Text des Feldes auf.',
  about: trigger => `Nur Sie sehen diese Textbausteine. Tippen Sie ${trigger} in eine Antwort, um einen einzufügen.`,
  noneOwn: 'Sie haben noch keine.',
  ownFailed: 'Ihre Textbausteine konnten nicht geladen werden.',
  make: 'Neuer Textbaustein',
  change: name => `„${name}“ ändern`,
  remove: name => `„${name}“ löschen`,
  removed: name => `„${name}“ wurde gelöscht.`,
  undo: 'Rückgängig',
  makeTitle: 'Neuer Textbaustein',
  changeTitle: 'Textbaustein ändern',
  name: 'Name',
  text: 'Text',
  variables: 'Variable einfügen',
  fallback: example => `${example} nimmt das Wort nach |, wenn es keinen Wert gibt.`,
  save: 'Speichern',
  faults: {
    missing: 'Geben Sie einen Text ein.',
    nameTaken: 'Sie haben schon einen Textbaustein mit diesem Namen.',
    unknown: variable => `Die Variable ${variable} gibt es nicht.`,
    unclosed: variable => `Schließen Sie diese Variable mit }}: ${variable}`,
  },
  stale:
    'Sie haben Ihre Textbausteine inzwischen anderswo geändert. Speichern Sie noch einmal, um diesen hinzuzufügen.',
  notSaved: 'Das konnte nicht gespeichert werden. Versuchen Sie es noch einmal.',
}

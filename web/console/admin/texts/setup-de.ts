import { plural } from '../../texts/plural.ts'
import { deAlerts } from '../alerts/texts/de.ts'
import { deChannels } from '../channels/texts/de.ts'
import type { AdminTexts } from './setup-en.ts'

const count = plural('de')

export const de: AdminTexts = {
  label: 'Einrichtung',
  tabs: { config: 'Konfiguration', channels: 'Kanäle', alerts: 'Alarme', keys: 'Schlüssel', widget: 'Widget' },
  forbidden: 'Nur die Verwaltung darf diesen Bot einrichten.',
  required: 'nötig',
  usually: value => `Üblich: ${value}.`,
  add: 'Hinzufügen',
  remove: 'Entfernen',
  nameOfNew: 'Name',
  yes: 'Ja',
  no: 'Nein',
  never: 'Keiner (null)',
  asJson: 'Als JSON bearbeiten',
  json: 'Konfiguration als JSON',
  noJson: 'Das ist noch kein JSON.',
  save: 'Speichern',
  reload: 'Änderungen verwerfen',
  unsaved: 'Noch nicht gespeichert.',
  saving: 'Speichert …',
  saved: 'Gespeichert.',
  stale: 'Jemand hat die Konfiguration inzwischen geändert. Ihre Änderungen sind noch nicht gespeichert.',
  behind: {
    title: version => `Jemand hat die Version ${version} gespeichert, während Sie geändert haben.`,
    about: 'Nichts von dem, was Sie eingegeben haben, geht verloren. Diese Felder sind jetzt anders:',
    before: 'Vorher',
    mine: 'Ihr Wert',
    theirs: 'Der andere Wert',
    both: 'von Ihnen beiden geändert',
    nothing: 'nichts',
    catchUp: 'Neueste Version übernehmen und meine Änderungen behalten',
  },
  notSaved: why => `Nicht gespeichert. ${why}`,
  refused: 'Der Server nimmt diese Konfiguration nicht an.',
  wrongFields: n => count(n, { one: '1 Feld ist falsch', other: `${n} Felder sind falsch` }),
  keysAbout: 'Mit einem Schlüssel spricht Ihr Bot, oder was ihn anbindet, mit der Schnittstelle.',
  keyLabel: 'Bezeichnung',
  keyId: 'Schlüssel',
  keyMade: 'Erstellt',
  makeKey: 'Schlüssel erstellen',
  keyOnce: 'Kopieren Sie diesen Schlüssel jetzt. Er wird nur dieses eine Mal gezeigt.',
  embedAbout: 'Fügen Sie diese Zeile in Ihre Seite ein. Das Widget erscheint dann in der Ecke.',
  preview: 'Vorschau',
  channels: deChannels,
  alerts: deAlerts,
}

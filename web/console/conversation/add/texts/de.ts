import { plural } from '../../../texts/plural.ts'
import type { AddTexts } from './en.ts'

const count = plural('de')

export const de: AddTexts = {
  replies: 'Schnellantworten',
  repliesMore: 'Kurze Antworten zur Auswahl.',
  link: 'Link-Schaltfläche',
  linkMore: 'Eine Schaltfläche, die eine Seite öffnet.',
  card: 'Karte',
  cardMore: 'Eine vorbereitete Karte dieses Bots.',
  cardsFailed: 'Die Karten konnten nicht geladen werden.',
  reply: n => `Schnellantwort ${n}`,
  another: 'Noch eine',
  remove: title => `„${title}“ entfernen`,
  removeRow: n => `Schnellantwort ${n} entfernen`,
  title: 'Titel',
  address: 'Adresse',
  cards: 'Karten dieses Bots',
  preview: 'Vorschau',
  add: 'Hinzufügen',
  apply: 'Übernehmen',
  sendCard: 'Karte senden',
  faults: {
    missing: 'Geben Sie einen Text ein.',
    tooLong: max => `Verwenden Sie höchstens ${max} Zeichen.`,
    notHttps: 'Geben Sie eine Adresse ein, die mit https:// beginnt.',
    invalid: 'Das lässt sich nicht anzeigen.',
  },
  added: 'Geht mit der Antwort mit',
  needsText: 'Schreiben Sie einen Text dazu.',
  textOnly: {
    quickReplies: n =>
      count(n, {
        one: 'Dieser Kanal zeigt 1 der Schnellantworten nur als Text.',
        other: `Dieser Kanal zeigt ${n} der Schnellantworten nur als Text.`,
      }),
    buttons: n =>
      count(n, {
        one: 'Dieser Kanal zeigt 1 der Schaltflächen nur als Text.',
        other: `Dieser Kanal zeigt ${n} der Schaltflächen nur als Text.`,
      }),
  },
}

import { plural } from '../../../texts/plural.ts'
import type { AddTexts } from './en.ts'

const count = plural('fr')

export const fr: AddTexts = {
  replies: 'Réponses rapides',
  repliesMore: 'De courtes réponses au choix.',
  link: 'Bouton de lien',
  linkMore: 'Un bouton qui ouvre une page.',
  card: 'Carte',
  cardMore: 'Une carte préparée pour ce bot.',
  cardsFailed: 'Les cartes n’ont pas pu être chargées.',
  reply: n => `Réponse rapide ${n}`,
  another: 'Encore une',
  remove: title => `Retirer « ${title} »`,
  removeRow: n => `Retirer la réponse rapide ${n}`,
  title: 'Titre',
  address: 'Adresse',
  cards: 'Cartes de ce bot',
  preview: 'Aperçu',
  add: 'Ajouter',
  apply: 'Appliquer',
  sendCard: 'Envoyer la carte',
  faults: {
    missing: 'Saisissez un texte.',
    tooLong: max => `Utilisez au plus ${max} caractères.`,
    notHttps: 'Saisissez une adresse qui commence par https://.',
    invalid: 'Cela ne peut pas être affiché.',
  },
  added: 'Part avec la réponse',
  needsText: 'Écrivez un texte pour l’accompagner.',
  textOnly: {
    quickReplies: n =>
      count(n, {
        one: `Ce canal ne montre ${n} des réponses rapides que sous forme de texte.`,
        other: `Ce canal ne montre ${n} des réponses rapides que sous forme de texte.`,
      }),
    buttons: n =>
      count(n, {
        one: `Ce canal ne montre ${n} des boutons que sous forme de texte.`,
        other: `Ce canal ne montre ${n} des boutons que sous forme de texte.`,
      }),
  },
}

import { plural } from '../../../texts/plural.ts'
import type { HandoffTexts } from './en.ts'

const count = plural('fr')

export const fr: HandoffTexts = {
  passOn: { title: 'Confier cette conversation', submit: 'Confier' },
  putBack: {
    title: 'Remettre à tous',
    more: 'La conversation attend à nouveau, et tout le monde est sollicité.',
    submit: 'Remettre',
  },
  decline: {
    title: 'Décliner cette conversation',
    more: 'Elle continue d’attendre quelqu’un d’autre.',
    submit: 'Décliner',
  },
  reason: 'Raison pour vos collègues',
  reasonOptional: 'Raison pour vos collègues (facultatif)',
  colleagues: 'Collègues en ligne',
  away: 'Absent',
  full: 'plus de place',
  load: n => count(n, { one: '1 conversation', other: `${n} conversations` }),
  loadOf: (n, most) => `${n} conversations sur ${most}`,
  queues: 'Files d’attente',
  isQueue: 'File d’attente',
  waiting: n => count(n, { one: '1 en attente', other: `${n} en attente` }),
  waitingMore: n => `plus de ${n} en attente`,
  search: 'Rechercher un ou une collègue',
  loading: 'Chargement des collègues en ligne',
  nobody: 'Personne d’autre n’est en ligne',
  nobodyMore: 'Les collègues apparaissent ici quand leur console est ouverte.',
  noMatch: text => `Personne ne correspond à « ${text} ».`,
}

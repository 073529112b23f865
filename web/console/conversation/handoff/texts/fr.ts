import type { HandoffTexts } from './en.ts'

export const fr: HandoffTexts = {
  passOn: { title: 'Confier à un ou une collègue', submit: 'Confier' },
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
  search: 'Rechercher un ou une collègue',
  loading: 'Chargement des collègues en ligne',
  nobody: 'Personne d’autre n’est en ligne',
  nobodyMore: 'Les collègues apparaissent ici quand leur console est ouverte.',
  noMatch: text => `Personne ne correspond à « ${text} ».`,
}

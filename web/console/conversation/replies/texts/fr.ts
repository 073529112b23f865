import { plural } from '../../../texts/plural.ts'
import type { ReplyTexts } from './en.ts'

const count = plural('fr')

export const fr: ReplyTexts = {
  label: 'Réponses types',
  found: n => count(n, { one: `${n} réponse type`, other: `${n} réponses types` }),
  own: 'À moi',
  loading: 'Chargement des réponses types…',
  failed: 'Les réponses types n’ont pas pu être chargées.',
  none: 'Il n’y a pas encore de réponses types.',
  noMatch: 'Aucune réponse type ne correspond.',
  hint: 'Entrée insère, Échap ferme',
  missing: variables => `Il n’y a pas de valeur pour ${variables}. Complétez le texte avant de l’envoyer.`,
  manage: 'Mes réponses types',
  manageMore: trigger => `Tapez ${trigger} dans une réponse pour en insérer une.`,
  saveAs: 'Enregistrer comme réponse type',
  saveAsMore: 'Garde le texte du champ pour plus tard.',
  about: trigger => `Elles ne sont visibles que par vous. Tapez ${trigger} dans une réponse pour en insérer une.`,
  noneOwn: 'Vous n’en avez pas encore.',
  ownFailed: 'Vos réponses types n’ont pas pu être chargées.',
  make: 'Nouvelle réponse',
  change: name => `Modifier « ${name} »`,
  remove: name => `Supprimer « ${name} »`,
  removed: name => `« ${name} » a été supprimée.`,
  undo: 'Annuler la suppression',
  makeTitle: 'Nouvelle réponse type',
  changeTitle: 'Modifier une réponse type',
  name: 'Nom',
  text: 'Texte',
  variables: 'Insérer une variable',
  fallback: example => `${example} prend le mot après | s’il n’y a pas de valeur.`,
  save: 'Enregistrer',
  faults: {
    missing: 'Saisissez un texte.',
    nameTaken: 'Vous avez déjà une réponse de ce nom.',
    unknown: variable => `La variable ${variable} n’existe pas.`,
    unclosed: variable => `Fermez cette variable par }} : ${variable}`,
  },
  stale: 'Vous avez modifié vos réponses ailleurs entre-temps. Enregistrez de nouveau pour ajouter celle-ci.',
  notSaved: 'L’enregistrement a échoué. Réessayez.',
}

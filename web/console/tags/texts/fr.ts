import type { TagTexts } from './en.ts'

/** The texts of tags, in French. */
export const fr: TagTexts = {
  tags: 'Étiquettes',
  tag: 'Étiquette',
  add: 'Ajouter une étiquette',
  search: 'Chercher une étiquette',
  none: 'Cette étiquette n’existe pas.',
  noMore: 'La conversation a déjà toutes les étiquettes.',
  remove: tag => `Retirer l’étiquette ${tag}`,
}

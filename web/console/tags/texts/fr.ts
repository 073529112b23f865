import type { TagTexts } from './en.ts'

/** The texts of tags, in French. */
export const fr: TagTexts = {
  tags: 'Étiquettes',
  add: 'Ajouter une étiquette',
  search: 'Chercher une étiquette',
  none: 'Cette étiquette n’existe pas.',
  remove: tag => `Retirer l’étiquette ${tag}`,
}

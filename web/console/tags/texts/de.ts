import type { TagTexts } from './en.ts'

/** The texts of tags, in German. */
export const de: TagTexts = {
  tags: 'Schlagwörter',
  add: 'Schlagwort hinzufügen',
  search: 'Schlagwort suchen',
  none: 'Dieses Schlagwort gibt es nicht.',
  remove: tag => `Schlagwort ${tag} entfernen`,
}

import type { TagTexts } from './en.ts'

/** The texts of tags, in German. */
export const de: TagTexts = {
  tags: 'Schlagwörter',
  tag: 'Schlagwort',
  add: 'Schlagwort hinzufügen',
  search: 'Schlagwort suchen',
  none: 'Dieses Schlagwort gibt es nicht.',
  noMore: 'Das Gespräch hat schon alle Schlagwörter.',
  remove: tag => `Schlagwort ${tag} entfernen`,
}

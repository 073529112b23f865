/** The texts of tags, in English. Other languages have the same keys. */
export const en = {
  tags: 'Tags',
  add: 'Add a tag',
  search: 'Search for a tag',
  none: 'There is no such tag.',
  remove: (tag: string) => `Remove the tag ${tag}`,
}

export type TagTexts = typeof en

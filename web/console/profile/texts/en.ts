/** The texts of the profile's links. They load with the profile. */
export const en = {
  links: 'Links',
  opens: 'opens in a new tab',
  linksFailed: 'The links could not be loaded.',
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type LinkTexts = typeof en

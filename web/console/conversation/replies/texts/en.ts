import { plural } from '../../../texts/plural.ts'

const count = plural('en')

/** The texts of canned replies. They load with the first conversation. */
export const en = {
  label: 'Canned replies',
  found: (n: number) => count(n, { one: '1 canned reply', other: `${n} canned replies` }),
  own: 'Own',
  loading: 'The canned replies are loading …',
  failed: 'The canned replies could not be loaded.',
  none: 'There are no canned replies yet.',
  noMatch: 'No canned reply matches.',
  hint: 'Enter inserts, Esc closes',
  missing: (variables: string) => `There is no value for ${variables}. Fill in the gap before you send.`,
  manage: 'My canned replies',
  manageMore: (trigger: string) => `Type ${trigger} in an answer to use one.`,
  saveAs: 'Save as canned reply',
  saveAsMore: 'Keeps the text of the field for later.',
  about: (trigger: string) => `Only you see these. Type ${trigger} in an answer to use one.`,
  noneOwn: 'You have none yet.',
  ownFailed: 'Your canned replies could not be loaded.',
  make: 'New reply',
  change: (name: string) => `Change “${name}”`,
  remove: (name: string) => `Delete “${name}”`,
  removed: (name: string) => `“${name}” was deleted.`,
  undo: 'Undo',
  makeTitle: 'New canned reply',
  changeTitle: 'Change a canned reply',
  name: 'Name',
  text: 'Text',
  variables: 'Insert a variable',
  fallback: (example: string) => `${example} uses the word after | if there is no value.`,
  save: 'Save',
  faults: {
    missing: 'Enter a text.',
    nameTaken: 'You have a reply with this name.',
    unknown: (variable: string) => `There is no variable ${variable}.`,
    unclosed: (variable: string) => `Close this variable with }}: ${variable}`,
  },
  stale: 'You changed your replies elsewhere in the meantime. Save again to add this one.',
  notSaved: 'This could not be saved. Try again.',
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type ReplyTexts = typeof en

import { plural } from '../../../texts/plural.ts'

const count = plural('en')

/** The texts of what an agent adds to an answer. They load with the menu, or with a draft that has additions. */
export const en = {
  replies: 'Quick replies',
  repliesMore: 'Short answers to choose from.',
  link: 'Link button',
  linkMore: 'A button that opens a page.',
  card: 'Card',
  cardMore: 'A prepared card of this bot.',
  cardsFailed: 'The cards could not be loaded.',
  reply: (n: number) => `Quick reply ${n}`,
  another: 'Another one',
  remove: (title: string) => `Remove “${title}”`,
  removeRow: (n: number) => `Remove quick reply ${n}`,
  title: 'Title',
  address: 'Address',
  cards: 'Cards of this bot',
  preview: 'Preview',
  add: 'Add',
  apply: 'Apply',
  sendCard: 'Send card',
  faults: {
    missing: 'Enter a text.',
    tooLong: (max: number) => `Use at most ${max} characters.`,
    notHttps: 'Enter an address that begins with https://.',
    invalid: 'This cannot be shown.',
  },
  added: 'Goes along with the answer',
  needsText: 'Write a text to send with this.',
  textOnly: {
    quickReplies: (n: number) =>
      count(n, {
        one: 'This channel shows 1 of the quick replies as text only.',
        other: `This channel shows ${n} of the quick replies as text only.`,
      }),
    buttons: (n: number) =>
      count(n, {
        one: 'This channel shows 1 of the buttons as text only.',
        other: `This channel shows ${n} of the buttons as text only.`,
      }),
  },
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type AddTexts = typeof en

/** The texts of a reply that waits for approval. They load with the first of them. */
export const en = {
  waits: 'The bot wants to say',
  leftFor: (time: string) => `${time} left to decide`,
  overdue: 'The time to decide is over.',
  send: 'Send',
  edit: 'Edit',
  instead: 'A message of yours takes its place.',
  sending: 'Sending …',
  closed: {
    sent: (name: string) => `${name} sent this reply of the bot`,
    edited: (name: string) => `${name} sent other words in place of this`,
    answered: (name: string) => `${name} answered in place of this`,
    withheld: (name: string) => `The user did not get this: ${name} took the conversation to people`,
  },
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type ReviewTexts = typeof en

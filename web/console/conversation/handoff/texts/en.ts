import { plural } from '../../../texts/plural.ts'

const count = plural('en')

/** The texts of the dialogs of a handoff. They load with the first of them. */
export const en = {
  passOn: { title: 'Pass this conversation on', submit: 'Pass on' },
  putBack: {
    title: 'Put back for everybody',
    more: 'The conversation waits again, and everybody is asked.',
    submit: 'Put back',
  },
  decline: {
    title: 'Decline this conversation',
    more: 'It goes on waiting for somebody else.',
    submit: 'Decline',
  },
  reason: 'Reason for your colleagues',
  reasonOptional: 'Reason for your colleagues (optional)',
  colleagues: 'Colleagues who are online',
  away: 'Away',
  full: 'no room',
  load: (n: number) => count(n, { one: '1 conversation', other: `${n} conversations` }),
  loadOf: (n: number, most: number) => `${n} of ${most} conversations`,
  queues: 'Queues',
  isQueue: 'Queue',
  waiting: (n: number) => count(n, { one: '1 waits', other: `${n} wait` }),
  waitingMore: (n: number) => `more than ${n} wait`,
  search: 'Search colleagues',
  loading: 'Loading the colleagues who are online',
  nobody: 'Nobody else is online',
  nobodyMore: 'Colleagues appear here while they have the console open.',
  noMatch: (text: string) => `No colleague matches “${text}”.`,
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type HandoffTexts = typeof en

import { plural } from '../../texts/plural.ts'

const count = plural('en')

/** The texts of the agent's own status. They load after the first page. */
export const en = {
  label: (status: string) => `Your status: ${status}`,
  online: 'Online',
  onlineMore: 'You can be given conversations.',
  away: 'Away',
  awayMore: 'You are given no new ones. You keep those that you have.',
  load: (n: number) => count(n, { one: 'You have 1 conversation.', other: `You have ${n} conversations.` }),
  loadOf: (n: number, most: number) => `You have ${n} of at most ${most} conversations.`,
  goAway: 'Set my status to away',
  comeBack: 'Set my status to online',
  failed: 'Your status did not change. Try again.',
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type StatusTexts = typeof en

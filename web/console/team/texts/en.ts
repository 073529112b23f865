import { plural } from '../../texts/plural.ts'

const count = plural('en')

/** The texts of the page for supervisors, and of whispers. They load with the first of them. */
export const en = {
  label: 'Team',
  forbidden: 'Only supervisors and admins see the team.',
  summary: {
    online: (n: number) => count(n, { one: '1 agent online', other: `${n} agents online` }),
    away: (n: number) => `${n} away`,
    held: (n: number) => count(n, { one: '1 conversation with agents', other: `${n} conversations with agents` }),
  },
  agents: 'Agents',
  noAgents: 'Nobody has been here yet',
  noAgentsMore: 'Agents appear here once they have opened the console.',
  status: { online: 'Online', away: 'Away', offline: 'Offline' },
  load: (n: number) => count(n, { one: '1 conversation', other: `${n} conversations` }),
  loadOf: (n: number, most: number) => `${n} of ${most} conversations`,
  showOffline: (n: number) =>
    count(n, { one: 'Show 1 agent who is offline', other: `Show ${n} agents who are offline` }),
  hideOffline: 'Hide agents who are offline',
  conversationsOf: (name: string) => `Conversations of ${name}`,
  noneOf: 'No conversations at the moment.',
  more: 'More',
  waiting: 'Waiting',
  nobodyWaits: 'Nobody waits',
  nobodyWaitsMore: 'Users who wait for a person appear here, the longest wait first.',
  queue: 'Queue',
  allQueues: 'All queues',
  news: (n: number) => count(n, { one: 'Show 1 change', other: `Show ${n} changes` }),
  about: (label: string, user: string) => `${label}: ${user}`,
  listenIn: 'Listen in',
  take: 'Take',
  give: 'Give to …',
  whisper: 'Whisper …',
  whisperTo: (name: string) => `Whisper to ${name}`,
  whisperMore: 'Only this agent reads it: neither the user nor the other agents.',
  whisperField: 'Your words',
  send: 'Send',
  sending: 'Sending …',
  sent: (name: string) => `${name} has your whisper.`,
  taken: (user: string) => `You have the conversation with ${user}.`,
  given: (user: string) => `The conversation with ${user} has been given.`,
  whispered: (name: string) => `${name} whispers`,
  done: 'Got it',
}

/** The type of a catalogue: every catalogue has all keys of the English one. */
export type TeamTexts = typeof en

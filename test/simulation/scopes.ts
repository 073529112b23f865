import { ana, ben } from '../support/people.ts'
import { asks, asksAndAnswers, asksAndDelivers, gate, twoTries } from './configs.ts'
import { agentPaused, userAskedForPerson, userSaid } from './earlier.ts'
import { type Scope, scopesWith } from './explored-world.ts'
import {
  agentClaims,
  agentDeclines,
  agentPauses,
  agentResumes,
  agentSays,
  agentTransfers,
  anaPausesTwice,
  botAnswers,
  cast,
  clock,
  consoleSocket,
  dispatcher,
  pausesWholeBot,
  pings,
  twoDispatchers,
  userAsksForPerson,
  userGoesBack,
  userSays,
  userSaysTwice,
  watches,
  widgetSocket,
} from './roles.ts'

export const scopes = scopesWith({ policy: twoTries }, [
  {
    name: 'a message, sent again',
    about: 'A message, a retry while the first attempt runs, a pause; the bot may fail, be late or never answer.',
    config: asks,
    roles: cast(...userSaysTwice(), ['ana pauses', agentPauses(ana, 'p1')], ['clock', clock()]),
    bot: ['answers', 'says nothing', 'hands over', 'fails'],
    budget: { crashes: 1, lost: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'an attempt outlives its lease',
    about: 'A message whose first attempt outlives its lease: retries take the turn over, and both return an answer.',
    config: asks,
    roles: cast(...userSaysTwice(), ['user at last', userSays('m1', { begun: 'user again' })]),
    bot: ['answers', 'hands over', 'fails'],
    budget: { outside: 1, jumps: 3 },
  },
  {
    name: 'two messages',
    about: 'Two overlapping messages, the first sent again, with lost answers; an agent pauses.',
    config: asks,
    roles: cast(
      ...userSaysTwice(),
      ['user more', userSays('m2', { begun: 'user' })],
      ['ana pauses', agentPauses(ana, 'p1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1, outside: 1 },
  },
  {
    name: 'a serial bot',
    about: 'Two messages to a bot whose replies keep their order; the older one may never be answered.',
    config: { ...asks, turns: 'serial' },
    roles: cast(
      ['user', userSays('m1')],
      ['user more', userSays('m2', { begun: 'user' })],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['clock', clock()],
    ),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'pause, unpause, pause',
    about: 'Two agents pause and unpause, with ids; a timed-out pause is sent again; the user writes meanwhile.',
    config: asks,
    roles: cast(
      ...anaPausesTwice('p1'),
      ['ana gives back', agentResumes(ana, 'u1', { over: 'ana pauses' })],
      ['ben pauses', agentPauses(ben, 'p2', { begun: 'ana gives back' })],
      ['user', userSays('m1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1 },
  },
  {
    name: 'pauses of Botpress',
    about: 'The same without ids, as on the routes of Botpress.',
    config: asks,
    roles: cast(
      ...anaPausesTwice(),
      ['ana gives back', agentResumes(ana, undefined, { begun: 'ana pauses' })],
      ['ben pauses', agentPauses(ben, undefined, { begun: 'ana gives back' })],
      ['user', userSays('m1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1 },
  },
  {
    name: 'delivery and the fence',
    about:
      "The bot's answer waits for the channel while somebody pauses and gives back; two dispatchers get overlapping batches.",
    config: asksAndDelivers,
    earlier: userSaid('m0'),
    roles: cast(
      ...twoDispatchers(),
      ['ana pauses', agentPauses(ana, 'p1')],
      ['ana gives back', agentResumes(ana, 'u1', { over: 'ana pauses' })],
    ),
    channel: ['fails'],
    budget: { crashes: 1, outside: 1 },
  },
  {
    name: 'two messages for the channel',
    about: "The bot's answer and an agent's message wait for a channel that refuses for a while, or for good.",
    config: asksAndDelivers,
    earlier: userSaid('m0'),
    roles: cast(...twoDispatchers(), ['clock', clock()], ['ana says', agentSays(ana, 'a1')]),
    channel: ['fails', 'refuses', 'is left alone'],
    budget: { crashes: 1, outside: 2, jumps: 2 },
  },
  {
    name: 'a claim is taken over',
    about:
      "The sender dies with its claim, an agent pauses, time passes: an agent's message is sent, the bot's reply is not.",
    config: asksAndDelivers,
    earlier: userSaid('m0'),
    roles: cast(['dispatcher', dispatcher()], ['clock', clock()], ['ana pauses', agentPauses(ana, 'p1')]),
    channel: ['loses the answer', 'is left alone'],
    budget: { crashes: 1, outside: 2, jumps: 4 },
  },
  {
    name: 'a sender dies',
    about:
      'Deliveries whose sender dies, whose answer is lost or that fail; the clock and another dispatcher take over.',
    config: asksAndDelivers,
    earlier: userSaid('m0'),
    roles: cast(...twoDispatchers(), ['clock', clock()], ['ana pauses', agentPauses(ana, 'p1')]),
    channel: ['fails', 'refuses', 'loses the answer'],
    budget: { crashes: 2, outside: 2, lost: 1, jumps: 3 },
  },
  {
    name: 'a watcher',
    about: 'A console opens the conversation during messages, misses pushes, is taken for dead, and pings.',
    config: asks,
    sockets: () => [consoleSocket()],
    roles: cast(
      ['console opens', watches('console')],
      ['user', userSays('m1')],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['console pings', pings('console', { over: 'console opens' })],
    ),
    budget: { pushes: 1 },
  },
  {
    name: 'a widget',
    about: "The user's own socket gets no notes and no drafts, and lacks nothing else.",
    config: asks,
    sockets: session => [widgetSocket(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['user', userSays('m1')],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['ana says', agentSays(ana, 'a1', { over: 'ana pauses' })],
      ['widget pings', pings('widget', { over: 'widget opens' })],
    ),
    budget: { pushes: 1 },
  },
  {
    name: 'a request for a person',
    about:
      'The user asks for a person; alerts fail, dispatchers overlap and die, time passes, an agent comes or does not.',
    config: asks,
    roles: cast(
      ['user asks', userAsksForPerson('p1')],
      ...twoDispatchers(),
      ['clock', clock()],
      ['ana says', agentSays(ana, 'a1', { begun: 'user asks' })],
      ['ana gives back', agentResumes(ana, 'u1', { begun: 'ana says' })],
    ),
    budget: { crashes: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'two agents, one handoff',
    about:
      'Two agents claim a waiting conversation, one sends it again; its agent transfers or declines it, the user goes back, time passes.',
    config: asks,
    earlier: userAskedForPerson,
    roles: cast(
      ['ana claims', agentClaims(ana, 'c1')],
      ['ana claims again', agentClaims(ana, 'c1', { begun: 'ana claims' })],
      ['ben claims', agentClaims(ben, 'c2')],
      ['ana transfers', agentTransfers(ana, ben, 't1', { begun: 'ana claims' })],
      ['ben declines', agentDeclines(ben, 'd1', { begun: 'ben claims' })],
      ['user goes back', userGoesBack('u1')],
      ['clock', clock()],
    ),
    budget: { lost: 1, jumps: 2 },
  },
  {
    name: 'a bot-wide pause',
    about:
      'The operator pauses the bot while it is asked, while it answers, and while its replies wait for the channel.',
    config: asksAndDelivers,
    configChanges: true,
    storeMs: 1_000,
    roles: cast(['operator', pausesWholeBot()], ...userSaysTwice(), ['dispatcher', dispatcher()]),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1, jumps: 1 },
  },
  {
    name: 'a gated bot',
    about: 'The gate answers at once; the bot posts its reply, twice, while an agent pauses and unpauses.',
    config: gate,
    roles: cast(
      ...userSaysTwice('gate'),
      ['bot', botAnswers(1, 0, { over: 'user' })],
      ['bot again', botAnswers(1, 0, { begun: 'bot' })],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['ana gives back', agentResumes(ana, 'u1', { begun: 'ana pauses' })],
      ['clock', clock()],
    ),
    budget: { lost: 1, jumps: 1 },
  },
  {
    name: 'an acknowledged turn',
    about: 'The bot acknowledges the message, and posts its reply later or before that; an agent pauses and unpauses.',
    config: asksAndAnswers,
    roles: cast(
      ...userSaysTwice('later'),
      ['bot', botAnswers(1, 0, { begun: 'user' })],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['clock', clock()],
    ),
    bot: ['acknowledges', 'fails'],
    budget: { crashes: 1, lost: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'handbacks to the bot',
    about: 'An agent unpauses, and the webhook of the bot fails; the handback comes with the next turn, too.',
    config: asks,
    earlier: agentPaused,
    earlierIsServed: true,
    roles: cast(
      ['ana gives back', agentResumes(ana, 'u1')],
      ...twoDispatchers(),
      ['user', userSays('m1', { begun: 'ana gives back' })],
      ['ben pauses', agentPauses(ben, 'p2', { begun: 'ana gives back' })],
    ),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1 },
  },
])

export function scopeNamed(name: string): Scope {
  const scope = scopes.find(each => each.name === name)
  if (!scope) throw new Error(`there is no scope "${name}"; there are: ${scopes.map(each => each.name).join(' · ')}`)
  return scope
}

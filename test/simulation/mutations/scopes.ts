import { START } from '../../support/clock.ts'
import { ana, ben } from '../../support/people.ts'
import { asks, asksAndAnswers, asksAndDelivers, gate, twoTries } from '../configs.ts'
import {
  episodes,
  longAgo,
  manyWait,
  oneFailed,
  twoAskForPeople,
  twoToSend,
  twoWait,
  userAskedForPerson,
  userSaid,
} from '../earlier.ts'
import { type Scope, scopesWith } from '../explored-world.ts'
import {
  agentNotes,
  agentPauses,
  agentRedelivers,
  agentResumes,
  agentSays,
  anaPausesTwice,
  botAnswers,
  cast,
  clock,
  consoleSocket,
  dispatcher,
  twoDispatchers,
  userAsksForPerson,
  userSays,
  userSaysTwice,
  watches,
  widgetSocket,
} from '../roles.ts'
import { scopes as explorerScopes } from '../scopes.ts'
import { limits } from './limits.ts'
import {
  alertedFirst,
  carriedOutOnce,
  deadAreForgotten,
  failsWhenItFailed,
  handedOverOnce,
  inOrder,
  lacksNothing,
  noClaimIsLeft,
  noneGivenUp,
  noneOvertakes,
  nothingIsSkipped,
  oneCallATurn,
  onlooker,
  waitsForNextNotice,
} from './onlookers.ts'
import { alertsAsLogged, mayBeRefused, notTurnedAway, oneNoticeABatch, withPoison } from './watched-roles.ts'

/** Small scopes with promises of their own, each about one rule. */
export const smallScopes = scopesWith({}, [
  {
    name: 'a widget opens',
    about: 'A user opens their conversation while one message arrives, and no push is lost.',
    config: gate,
    sockets: session => [widgetSocket(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['user', userSays('m1', {}, 'gate')],
      ['onlooker', onlooker(lacksNothing('widget', 'widget opens', 'user'))],
    ),
  },
  {
    name: 'two consoles, one dies',
    about: 'One of two consoles cannot be reached, or is gone.',
    config: gate,
    earlier: userSaid('m0'),
    sockets: () => [consoleSocket(), consoleSocket('second')],
    roles: cast(
      ['console opens', watches('console')],
      ['second opens', watches('second', { over: 'console opens' })],
      ['user', userSays('m1', { over: 'second opens' }, 'gate')],
      ['onlooker', onlooker(deadAreForgotten('user'))],
    ),
    budget: { pushes: 1 },
  },
  {
    name: 'a widget, and a note',
    about: 'An end user watches while agents pause and write notes.',
    config: gate,
    sockets: session => [widgetSocket(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['ana pauses', agentPauses(ana, 'p1', { over: 'widget opens' })],
      ['ana notes', agentNotes(ana, 'n1')],
    ),
  },
  {
    name: 'a retry at once',
    about: 'A message is sent again while the bot is asked.',
    config: asks,
    roles: cast(...userSaysTwice(), ['onlooker', onlooker(oneCallATurn)]),
    budget: { jumps: 1 },
  },
  {
    name: 'a turn is taken over',
    about: 'A message is sent again once the lease of its turn is over, while the first attempt lives on.',
    config: asks,
    roles: cast(...userSaysTwice(), ['onlooker', onlooker(failsWhenItFailed)]),
    budget: { jumps: 2 },
  },
  {
    name: 'many questions, and a pause',
    about: 'A pause closes more open turns than are remembered; one message is sent again.',
    config: asks,
    earlier: manyWait,
    roles: cast(['ana pauses', agentPauses(ana, 'p1')], ['user again', userSays('m5', { over: 'ana pauses' })]),
    budget: { lost: 1 },
  },
  {
    name: 'a reply that comes later',
    about: 'The bot acknowledges a message, and posts its reply before or after the acknowledgement is stored.',
    config: asksAndAnswers,
    roles: cast(
      ['user', userSays('m1', {}, 'later')],
      ['bot', botAnswers(1, 0, { begun: 'user' })],
      ['onlooker', onlooker(handedOverOnce('user'))],
    ),
    bot: ['acknowledges'],
  },
  {
    name: 'a pause before an acknowledgement',
    about: 'An agent pauses while the bot is asked, and the bot acknowledges the message.',
    config: asks,
    roles: cast(
      ['user', userSays('m1', {}, 'later')],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['bot', botAnswers(1, 0, { over: 'user' })],
    ),
    bot: ['acknowledges'],
    budget: { jumps: 1 },
  },
  {
    name: 'a repetition of an old message',
    about: 'A channel repeats a message with a forgotten id, twice at once.',
    config: asks,
    earlier: longAgo,
    roles: cast(
      ['user again', userSays('m1', {}, 'ask', START - 1_000)],
      ['user once more', userSays('m1', {}, 'ask', START - 1_000)],
      ['user more', userSays('delayed', {}, 'ask', START - 1_000)],
    ),
  },
  {
    name: 'an episode during a gated reply',
    about: 'The gate brings a handback; another episode begins and ends while the bot replies.',
    config: gate,
    earlier: episodes(1),
    roles: cast(
      ['user', userSays('m1', {}, 'gate')],
      ['bot', botAnswers(3, 2, { over: 'user' })],
      ['ana pauses', agentPauses(ana, 'p1')],
      ['ana gives back', agentResumes(ana, 'u1', { over: 'ana pauses' })],
    ),
  },
  {
    name: 'more handbacks than one answer brings',
    about: 'The gate brings the oldest handbacks with two messages, and the bot replies to both.',
    config: gate,
    earlier: episodes(7),
    roles: cast(
      ['user', userSays('m1', {}, 'gate')],
      ['user more', userSays('m2', { over: 'user' }, 'gate')],
      ['bot', botAnswers(15, 14, { over: 'user more' })],
      ['bot more', botAnswers(16, 14, { over: 'user more' })],
    ),
  },
  {
    name: 'three writers',
    about: 'Three commands write to one conversation at once, and each of them succeeds.',
    config: gate,
    roles: cast(
      ['user', notTurnedAway(userSays('m1', {}, 'gate'))],
      ['user more', notTurnedAway(userSays('m2', {}, 'gate'))],
      ['ana pauses', notTurnedAway(agentPauses(ana, 'p1'))],
    ),
  },
  {
    name: 'commands sent again',
    about: 'Pause and unpause are each sent twice, and another agent pauses meanwhile.',
    config: gate,
    roles: cast(
      ...anaPausesTwice('p1'),
      ['ana gives back', agentResumes(ana, 'u1', { begun: 'ana pauses' })],
      ['ana gives back again', agentResumes(ana, 'u1', { begun: 'ana gives back' })],
      ['ben pauses', agentPauses(ben, 'p2', { begun: 'ana gives back' })],
      ['onlooker', onlooker(carriedOutOnce)],
    ),
  },
  {
    name: 'an alert',
    about: 'A user asks for a person; SNS fails once.',
    config: gate,
    roles: cast(['user asks', userAsksForPerson('p1')], ['dispatcher', alertsAsLogged(dispatcher())]),
    budget: { outside: 1 },
  },
  {
    name: 'an alert is tried again',
    about: 'A user waits for a person; SNS fails once, and time passes.',
    config: gate,
    earlier: userAskedForPerson,
    roles: cast(['clock', clock()], ['onlooker', onlooker(alertedFirst)]),
    budget: { outside: 1, jumps: 3 },
  },
  {
    name: 'two ask for a person',
    about: 'Two users of a bot ask for a person at the same time; SNS fails once.',
    config: gate,
    earlier: twoAskForPeople,
    roles: cast(['dispatcher', oneNoticeABatch(dispatcher())], ['onlooker', onlooker(waitsForNextNotice)]),
    budget: { outside: 1, jumps: 1 },
  },
  {
    name: 'a feed is served once',
    about: 'A dispatcher cannot reach the store, and gets the batch again; no time passes.',
    config: asksAndDelivers,
    policy: twoTries,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', mayBeRefused(dispatcher())],
      ['onlooker', onlooker(nothingIsSkipped('dispatcher'))],
    ),
  },
  {
    name: 'a channel that refuses',
    about: 'A channel fails once, or refuses for good.',
    config: asksAndDelivers,
    policy: twoTries,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', dispatcher()],
      ['onlooker', onlooker(noClaimIsLeft('dispatcher'))],
    ),
    channel: ['fails', 'refuses'],
    budget: { outside: 1 },
  },
  {
    name: 'two dispatchers',
    about: 'Two dispatchers get the same record; nobody dies.',
    config: asksAndDelivers,
    policy: twoTries,
    roles: cast(['user', userSays('m1')], ...twoDispatchers()),
  },
  {
    name: 'one sender dies',
    about:
      "The bot's answer is being sent when its sender dies or gets no answer; an agent pauses, and the clock takes over.",
    config: asksAndDelivers,
    policy: twoTries,
    earlier: userSaid('m0'),
    roles: cast(['clock', clock()], ['ana pauses', agentPauses(ana, 'p1')]),
    channel: ['fails', 'loses the answer'],
    budget: { crashes: 1, outside: 1, jumps: 3 },
  },
  {
    name: 'two messages to a channel',
    about: 'Two messages wait for a channel that fails once.',
    config: asksAndDelivers,
    policy: twoTries,
    earlier: twoToSend,
    roles: cast(
      ['ana says', agentSays(ana, 'a3')],
      ['dispatcher', dispatcher()],
      ['clock', clock()],
      ['onlooker', onlooker(noneOvertakes)],
    ),
    channel: ['fails'],
    budget: { outside: 1, jumps: 2 },
  },
  {
    name: 'a channel whose calls are skipped',
    about: 'Two messages wait for a channel whose calls are skipped, more often than there are tries.',
    config: asksAndDelivers,
    policy: twoTries,
    earlier: twoToSend,
    roles: cast(
      ['dispatcher', dispatcher()],
      ['clock', clock()],
      ['onlooker', onlooker(noneOvertakes)],
      ['another', onlooker(noneGivenUp)],
    ),
    channel: ['is left alone'],
    // Enough time for two skips, but not for a call to time out after its sender was ended.
    budget: { outside: 2, jumps: 2 },
  },
  {
    name: 'a message is sent again',
    about: 'Two agents redeliver the same undeliverable message, while another message waits.',
    config: asksAndDelivers,
    policy: twoTries,
    earlier: oneFailed,
    roles: cast(
      ['ana', agentRedelivers(2)],
      ['ben', agentRedelivers(2)],
      ['ana says', agentSays(ana, 'a3')],
      ['dispatcher', dispatcher()],
    ),
  },
  {
    name: 'a serial bot in order',
    about: 'Two messages to a bot whose replies keep their order.',
    config: { ...asks, turns: 'serial' },
    roles: cast(
      ['user', userSays('m1')],
      ['user more', userSays('m2', { begun: 'user' })],
      ['onlooker', onlooker(inOrder)],
    ),
  },
  {
    name: 'a conversation that always fails',
    about: 'Two conversations are overdue, and one of them cannot be read.',
    config: gate,
    earlier: twoWait,
    roles: cast(['clock', withPoison(clock())]),
    budget: { jumps: 2 },
  },
])

/** A scope of these, of the limits or of the explorer. */
export function scopeOf(name: string): Scope {
  const scope = [...smallScopes, ...limits, ...explorerScopes].find(each => each.name === name)
  if (!scope) throw new Error(`there is no scope "${name}"`)
  return scope
}

import type { BotConfig, ChannelConfig, Connector } from '../../lib/protocol/config.ts'
import { BOT_URL, CHANNEL_URL } from './outside.ts'
import {
  agentSays,
  ana,
  asksForPerson,
  ben,
  botPosts,
  cast,
  clock,
  consoleSocket,
  dispatcher,
  pauses,
  pausesWholeBot,
  pings,
  unpauses,
  userSays,
  watches,
  widgetSocket,
} from './roles.ts'
import { type Kit, maria, type Scope } from './world.ts'

/** Signatures are not checked here. */
const SECRET = `whsec_${'0'.repeat(32)}`

const connector: Connector = { type: 'http', url: BOT_URL, secret: SECRET, timeoutMs: 10_000 }
const asks = { mode: 'ask', connector } as const
const webhook = (replies: ChannelConfig['replies']): Pick<BotConfig, 'channels'> => ({
  channels: { web: { type: 'webhook', url: CHANNEL_URL, secret: SECRET, replies } },
})

/** Two tries of every outside call; the second is the last. */
const policy = { retryMs: [5_000] }

async function held({ app, subject }: Kit): Promise<void> {
  const delivery = subject.deliveryMode((await app.directory.bot('shop')).config, 'web')
  await subject.execute<'pause'>(app, maria, { verb: 'pause', by: ana, trigger: 'operator', delivery })
}

/** The bot's reply and an agent's message wait for the channel. */
async function answered({ app, subject }: Kit): Promise<void> {
  await subject.converse(app, maria, { id: 'm0', type: 'text', text: 'says m0' })
}

export const scopes: readonly Scope[] = [
  {
    name: 'a message, sent again',
    about: 'A message, a retry while the first attempt runs, a pause; the bot may fail, be late or never answer.',
    config: asks,
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['ana pauses', pauses(ana, 'p1')],
      ['clock', clock()],
    ),
    bot: ['answers', 'says nothing', 'hands over', 'fails'],
    budget: { crashes: 1, lost: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'an attempt outlives its lease',
    about: 'A message whose first attempt outlives its lease: retries take the turn over, and both return an answer.',
    config: asks,
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['user at last', userSays('m1', { begun: 'user again' })],
    ),
    bot: ['answers', 'hands over', 'fails'],
    budget: { outside: 1, jumps: 3 },
  },
  {
    name: 'two messages',
    about: 'Two overlapping messages, the first sent again, with lost answers; an agent pauses.',
    config: asks,
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['user more', userSays('m2', { begun: 'user' })],
      ['ana pauses', pauses(ana, 'p1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1, outside: 1 },
  },
  {
    name: 'a serial bot',
    about: 'Two messages to a bot whose replies keep their order; the older one may never be answered.',
    config: { ...asks, turns: 'serial' },
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['user more', userSays('m2', { begun: 'user' })],
      ['ana pauses', pauses(ana, 'p1')],
      ['clock', clock()],
    ),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'pause, unpause, pause',
    about: 'Two agents pause and unpause, with ids; a timed-out pause is sent again; the user writes meanwhile.',
    config: asks,
    policy,
    roles: cast(
      ['ana pauses', pauses(ana, 'p1')],
      ['ana pauses again', pauses(ana, 'p1', { begun: 'ana pauses' })],
      ['ana gives back', unpauses(ana, 'u1', { over: 'ana pauses' })],
      ['ben pauses', pauses(ben, 'p2', { begun: 'ana gives back' })],
      ['user', userSays('m1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1 },
  },
  {
    name: 'pauses of Botpress',
    about: 'The same without ids, as on the routes of Botpress.',
    config: asks,
    policy,
    roles: cast(
      ['ana pauses', pauses(ana)],
      ['ana pauses again', pauses(ana, undefined, { begun: 'ana pauses' })],
      ['ana gives back', unpauses(ana, undefined, { begun: 'ana pauses' })],
      ['ben pauses', pauses(ben, undefined, { begun: 'ana gives back' })],
      ['user', userSays('m1')],
    ),
    bot: ['answers', 'fails'],
    budget: { lost: 1 },
  },
  {
    name: 'delivery and the fence',
    about:
      "The bot's answer waits for the channel while somebody pauses and gives back; two dispatchers get overlapping batches.",
    config: { ...asks, ...webhook('deliver') },
    policy,
    given: answered,
    roles: cast(
      ['dispatcher A', dispatcher()],
      ['dispatcher B', dispatcher()],
      ['ana pauses', pauses(ana, 'p1')],
      ['ana gives back', unpauses(ana, 'u1', { over: 'ana pauses' })],
    ),
    bot: ['answers'],
    channel: ['fails'],
    budget: { crashes: 1, outside: 1 },
  },
  {
    name: 'two messages for the channel',
    about: "The bot's answer and an agent's message wait for a channel that refuses for a while, or for good.",
    config: { ...asks, ...webhook('deliver') },
    policy,
    given: answered,
    roles: cast(
      ['dispatcher A', dispatcher()],
      ['dispatcher B', dispatcher()],
      ['clock', clock()],
      ['ana says', agentSays(ana, 'a1')],
    ),
    bot: ['answers'],
    channel: ['fails', 'refuses', 'is left alone'],
    budget: { crashes: 1, outside: 2, jumps: 2 },
  },
  {
    name: 'a claim is taken over',
    about:
      "The sender dies with its claim, an agent pauses, time passes: an agent's message is sent, the bot's reply is not.",
    config: { ...asks, ...webhook('deliver') },
    policy,
    given: answered,
    roles: cast(['dispatcher', dispatcher()], ['clock', clock()], ['ana pauses', pauses(ana, 'p1')]),
    bot: ['answers'],
    channel: ['loses the answer', 'is left alone'],
    budget: { crashes: 1, outside: 2, jumps: 4 },
  },
  {
    name: 'a sender dies',
    about:
      'Deliveries whose sender dies, whose answer is lost or that fail; the clock and another dispatcher take over.',
    config: { ...asks, ...webhook('deliver') },
    policy,
    given: answered,
    roles: cast(
      ['dispatcher A', dispatcher()],
      ['dispatcher B', dispatcher()],
      ['clock', clock()],
      ['ana pauses', pauses(ana, 'p1')],
    ),
    bot: ['answers'],
    channel: ['fails', 'refuses', 'loses the answer'],
    budget: { crashes: 2, outside: 2, lost: 1, jumps: 3 },
  },
  {
    name: 'a watcher',
    about: 'A console opens the conversation during messages, misses pushes, is taken for dead, and pings.',
    config: asks,
    policy,
    sockets: () => [consoleSocket],
    roles: cast(
      ['console opens', watches('console')],
      ['user', userSays('m1')],
      ['ana pauses', pauses(ana, 'p1')],
      ['console pings', pings('console', { over: 'console opens' })],
    ),
    bot: ['answers'],
    budget: { pushes: 1 },
  },
  {
    name: 'a widget',
    about: "The user's own socket gets no notes and no drafts, and lacks nothing else.",
    config: asks,
    policy,
    sockets: session => [widgetSocket(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['user', userSays('m1')],
      ['ana pauses', pauses(ana, 'p1')],
      ['ana says', agentSays(ana, 'a1', { over: 'ana pauses' })],
      ['widget pings', pings('widget', { over: 'widget opens' })],
    ),
    bot: ['answers'],
    budget: { pushes: 1 },
  },
  {
    name: 'a request for a person',
    about:
      'The user asks for a person; alerts fail, dispatchers overlap and die, time passes, an agent comes or does not.',
    config: asks,
    policy,
    roles: cast(
      ['user asks', asksForPerson('p1')],
      ['dispatcher A', dispatcher()],
      ['dispatcher B', dispatcher()],
      ['clock', clock()],
      ['ana says', agentSays(ana, 'a1', { begun: 'user asks' })],
      ['ana gives back', unpauses(ana, 'u1', { begun: 'ana says' })],
    ),
    bot: ['answers'],
    budget: { crashes: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'a bot-wide pause',
    about:
      'The operator pauses the bot while it is asked, while it answers, and while its replies wait for the channel.',
    config: { ...asks, ...webhook('deliver') },
    policy,
    configChanges: true,
    storeMs: 1_000,
    roles: cast(
      ['operator', pausesWholeBot()],
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['dispatcher', dispatcher()],
    ),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1, jumps: 1 },
  },
  {
    name: 'a gated bot',
    about: 'The gate answers at once; the bot posts its reply, twice, while an agent pauses and unpauses.',
    config: { mode: 'gate' },
    policy,
    roles: cast(
      ['user', userSays('m1', {}, 'gate')],
      ['user again', userSays('m1', { begun: 'user' }, 'gate')],
      ['bot', botPosts(1, 0, { over: 'user' })],
      ['bot again', botPosts(1, 0, { begun: 'bot' })],
      ['ana pauses', pauses(ana, 'p1')],
      ['ana gives back', unpauses(ana, 'u1', { begun: 'ana pauses' })],
      ['clock', clock()],
    ),
    bot: ['answers'],
    budget: { lost: 1, jumps: 1 },
  },
  {
    name: 'an acknowledged turn',
    about: 'The bot acknowledges the message, and posts its reply later or before that; an agent pauses and unpauses.',
    config: { ...asks, ...webhook('answer') },
    policy,
    roles: cast(
      ['user', userSays('m1', {}, 'later')],
      ['user again', userSays('m1', { begun: 'user' }, 'later')],
      ['bot', botPosts(1, 0, { begun: 'user' })],
      ['ana pauses', pauses(ana, 'p1')],
      ['clock', clock()],
    ),
    bot: ['acknowledges', 'fails'],
    budget: { crashes: 1, lost: 1, outside: 1, jumps: 2 },
  },
  {
    name: 'handbacks to the bot',
    about: 'An agent unpauses, and the webhook of the bot fails; the handback comes with the next turn, too.',
    config: asks,
    policy,
    given: held,
    givenIsServed: true,
    roles: cast(
      ['ana gives back', unpauses(ana, 'u1')],
      ['dispatcher A', dispatcher()],
      ['dispatcher B', dispatcher()],
      ['user', userSays('m1', { begun: 'ana gives back' })],
      ['ben pauses', pauses(ben, 'p2', { begun: 'ana gives back' })],
    ),
    bot: ['answers', 'fails'],
    budget: { crashes: 1, outside: 1 },
  },
]

export function scopeNamed(name: string): Scope {
  const scope = scopes.find(each => each.name === name)
  if (!scope) throw new Error(`there is no scope "${name}"; there are: ${scopes.map(each => each.name).join(' · ')}`)
  return scope
}

import { anAgentSocket, aUserSocket } from '../../builders.ts'
import { combine } from '../hash.ts'
import { BOT_URL, CHANNEL_URL } from '../outside.ts'
import {
  agentSays,
  ana,
  ben,
  botPosts,
  type Cast,
  cast,
  clock,
  consoleSocket,
  dispatcher,
  hasSentAgain,
  pauses,
  unpauses,
  userSays,
  watches,
} from '../roles.ts'
import { scopes as explorerScopes } from '../scopes.ts'
import { type Kit, maria, type Scope, START } from '../world.ts'
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
  Seen,
  waitsForNextNotice,
} from './onlookers.ts'

const connector = { type: 'http', url: BOT_URL, secret: 'whsec_', timeoutMs: 10_000 } as const
const asks = { mode: 'ask', connector } as const
const webhook = {
  channels: { web: { type: 'webhook', url: CHANNEL_URL, secret: 'whsec_', replies: 'deliver' } },
} as const
const policy = { retryMs: [5_000] }
const user = { type: 'user', id: 'maria' } as const
const other = { ...maria, userId: 'zoe' }

/** Wraps the run of a role. */
function around(make: Cast, wrap: (kit: Kit, run: (kit: Kit) => Promise<unknown>) => Promise<unknown>): Cast {
  return names => {
    const role = make(names)
    const beginnings: typeof role.beginnings = (world, self) =>
      role.beginnings(world, self).map(each => ({ ...each, run: kit => wrap(kit, each.run) }))
    return { ...role, beginnings }
  }
}

/** Fails if a caller is refused as busy: few enough callers compete here. */
function notTurnedAway(make: Cast): Cast {
  return around(make, async (kit, run) => {
    try {
      await run(kit)
    } catch (error) {
      if (error instanceof kit.subject.InterludeError && error.code === 'session.busy')
        throw new Seen('refused as busy, and nobody else is at it any more')
      throw error
    }
  })
}

/** Fails if the log has more alerts than SNS accepted. */
function alertsAsLogged(make: Cast): Cast {
  return around(make, async (kit, run) => {
    let published = 0
    const publish: Kit['app']['notifier']['publish'] = async notice => {
      const id = await kit.app.notifier.publish(notice)
      published++
      return id
    }
    const before = await alertsNoted(kit)
    await run({ ...kit, app: { ...kit.app, notifier: { publish } } })
    const noted = (await alertsNoted(kit)) - before
    if (noted > published) throw new Seen(`the log counts ${noted} alerts, and SNS took ${published}`)
  })
}

async function alertsNoted({ app, subject }: Kit): Promise<number> {
  const control = (await app.store.load(subject.sessionId(maria)))?.session.control
  return control?.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.alerts : 0
}

/** Fails if one batch publishes more than one notice. */
function oneNoticeABatch(make: Cast): Cast {
  return around(make, async (kit, run) => {
    let published = 0
    const tooMany = Promise.withResolvers<never>()
    const publish: Kit['app']['notifier']['publish'] = async notice => {
      published++
      // Reported at once, because the rest of the run would only add histories.
      if (published > 1) tooMany.reject(new Seen('two notices go out for people who ask at the same time'))
      return await kit.app.notifier.publish(notice)
    }
    await Promise.race([run({ ...kit, app: { ...kit.app, notifier: { publish } } }), tooMany.promise])
  })
}

/** A function that the store may refuse a conversation: its batch fails, and is delivered again. */
function mayBeRefused(make: Cast): Cast {
  return names => {
    const role = make(names)
    const beginnings: typeof role.beginnings = (world, self) =>
      role.beginnings(world, self).flatMap(each => [
        each,
        {
          ...each,
          key: combine(each.key, 1),
          label: `${each.label}, and cannot reach the store`,
          run: kit => each.run({ ...kit, app: { ...kit.app, store: { ...kit.app.store, entries: refusal(kit) } } }),
        },
      ])
    return { ...role, beginnings }
  }
}

function refusal({ subject }: Kit): Kit['app']['store']['entries'] {
  return () => Promise.reject(new subject.InterludeError('store.unavailable', 'the store cannot be reached'))
}

/** Makes every call for maria's conversation fail. */
function withPoison(make: Cast): Cast {
  return around(make, async (kit, run) => {
    const { store } = kit.app
    const poison = kit.subject.sessionId(maria)
    const load: typeof store.load = async id => {
      if (id === poison) throw new kit.subject.InterludeError('store.unavailable', 'this item cannot be read')
      return await store.load(id)
    }
    await run({ ...kit, app: { ...kit.app, store: { ...store, load } } }).catch(error => {
      throw new Seen(`the clock breaks off at a conversation that fails: ${String(error)}`)
    })
    const loaded = await store.load(kit.subject.sessionId(other))
    if (loaded?.session.recent.some(({ turn }) => turn?.status === 'open'))
      throw new Seen('one conversation that fails keeps the clock from another')
  })
}

function notes(text: string): Cast {
  return names => {
    const role = agentSays(ana, text)(names)
    const run = async ({ app, subject }: Kit) =>
      await subject.execute<'note'>(app, maria, { verb: 'note', by: ana, id: text, text })
    return { ...role, beginnings: (world, self) => role.beginnings(world, self).map(each => ({ ...each, run })) }
  }
}

function says(id: string) {
  return async ({ app, subject }: Kit) => {
    await subject.converse(app, maria, { id, type: 'text', text: `says ${id}` })
  }
}

/** An agent took the conversation and gave it back, more often than one answer can report. */
function episodes(count: number) {
  return async ({ app, subject }: Kit) => {
    for (let n = 0; n < count; n++) {
      await subject.execute<'pause'>(app, maria, { verb: 'pause', by: ana, trigger: 'operator' })
      await subject.execute<'unpause'>(app, maria, { verb: 'unpause', by: ana })
    }
  }
}

async function asksForPerson({ app, subject }: Kit): Promise<void> {
  await subject.execute<'pause'>(app, maria, { verb: 'pause', by: user, trigger: 'user' })
}

async function twoAskForPeople({ app, subject }: Kit): Promise<void> {
  for (const address of [maria, other]) {
    await subject.execute<'pause'>(app, address, { verb: 'pause', by: user, trigger: 'user' })
  }
}

/** Two messages that the bot never answers. */
async function twoWait({ app, subject }: Kit): Promise<void> {
  for (const address of [maria, other]) {
    const messages = [{ type: 'text', text: 'hello' }] as const
    await subject.execute<'receive'>(app, address, {
      verb: 'receive',
      id: 'm1',
      messages,
      leaseMs: 1_000,
      botPaused: false,
    })
  }
}

/** More open messages than the number of remembered commands. */
async function manyWait({ app, subject }: Kit): Promise<void> {
  for (let n = 1; n <= 30; n++) {
    const messages = [{ type: 'text', text: `says m${n}` }] as const
    await subject.execute<'receive'>(app, maria, {
      verb: 'receive',
      id: `m${n}`,
      messages,
      leaseMs: 11_000,
      botPaused: false,
    })
  }
}

/** A message, and enough later ones that its id is forgotten. */
async function longAgo({ app, subject }: Kit): Promise<void> {
  const at = new Date(START - 1_000).toISOString()
  for (const id of ['m1', ...Array.from({ length: 25 }, (_, n) => `n${n}`)]) {
    await subject.converse(app, maria, { id, type: 'text', text: `says ${id}`, at })
  }
}

/** An agent's message and then another agent's wait for the channel. */
async function twoToSend({ app, subject }: Kit): Promise<void> {
  const delivery = subject.deliveryMode((await app.directory.bot('shop')).config, 'web')
  await subject.execute<'pause'>(app, maria, { verb: 'pause', by: ana, trigger: 'operator', delivery })
  for (const id of ['a1', 'a2']) {
    await subject.execute<'say'>(app, maria, { verb: 'say', by: ana, id, message: { type: 'text', text: id } })
  }
}

/** One agent's message failed for good; the channel accepted another agent's. */
async function oneFailed(kit: Kit): Promise<void> {
  await twoToSend(kit)
  const { app, subject } = kit
  const claimant = 'given'
  const message = { seq: 2, epoch: 1, from: 'agent' } as const
  const result = { status: 'refused', reason: 'answered 400' } as const
  await subject.execute<'claimDelivery'>(app, maria, { verb: 'claimDelivery', message, claimant, botPaused: false })
  await subject.execute<'recordDelivery'>(app, maria, { verb: 'recordDelivery', seq: 2, claimant, result })
  await subject.deliverPending(app, { id: subject.sessionId(maria), botId: maria.botId })
}

const secondConsole = anAgentSocket('second', { expiresAt: Date.UTC(2036, 0) })
const widget = (session: string) =>
  aUserSocket('widget', { owner: { as: 'user', session, ...maria }, expiresAt: Date.UTC(2036, 0), watching: [] })

/** Small scopes with promises of their own, each about one rule. */
export const smallScopes: readonly Scope[] = [
  {
    name: 'a widget opens',
    about: 'A user opens their conversation while one message arrives, and no push is lost.',
    config: { mode: 'gate' },
    sockets: session => [widget(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['user', userSays('m1', {}, 'gate')],
      ['onlooker', onlooker(lacksNothing('widget', 'widget opens', 'user'))],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'two consoles, one dies',
    about: 'One of two consoles cannot be reached, or is gone.',
    config: { mode: 'gate' },
    given: says('m0'),
    sockets: () => [consoleSocket, secondConsole],
    roles: cast(
      ['console opens', watches('console')],
      ['second opens', watches('second', { over: 'console opens' })],
      ['user', userSays('m1', { over: 'second opens' }, 'gate')],
      ['onlooker', onlooker(deadAreForgotten('user'))],
    ),
    bot: ['answers'],
    budget: { pushes: 1 },
  },
  {
    name: 'a widget, and a note',
    about: 'An end user watches while agents pause and write notes.',
    config: { mode: 'gate' },
    sockets: session => [widget(session)],
    roles: cast(
      ['widget opens', watches('widget')],
      ['ana pauses', pauses(ana, 'p1', { over: 'widget opens' })],
      ['ana notes', notes('n1')],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'a retry at once',
    about: 'A message is sent again while the bot is asked.',
    config: asks,
    roles: cast(
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['onlooker', onlooker(oneCallATurn)],
    ),
    bot: ['answers'],
    budget: { jumps: 1 },
  },
  {
    name: 'a turn is taken over',
    about: 'A message is sent again once the lease of its turn is over, while the first attempt lives on.',
    config: asks,
    roles: cast(
      ['user', userSays('m1')],
      ['user again', userSays('m1', { begun: 'user' })],
      ['onlooker', onlooker(failsWhenItFailed)],
    ),
    bot: ['answers'],
    budget: { jumps: 2 },
  },
  {
    name: 'many questions, and a pause',
    about: 'A pause closes more open turns than are remembered; one message is sent again.',
    config: asks,
    given: manyWait,
    roles: cast(['ana pauses', pauses(ana, 'p1')], ['user again', userSays('m5', { over: 'ana pauses' })]),
    bot: ['answers'],
    budget: { lost: 1 },
  },
  {
    name: 'a reply that comes later',
    about: 'The bot acknowledges a message, and posts its reply before or after the acknowledgement is stored.',
    config: { ...asks, channels: { web: { ...webhook.channels.web, replies: 'answer' } } },
    roles: cast(
      ['user', userSays('m1', {}, 'later')],
      ['bot', botPosts(1, 0, { begun: 'user' })],
      ['onlooker', onlooker(handedOverOnce('user'))],
    ),
    bot: ['acknowledges'],
    budget: {},
  },
  {
    name: 'a pause before an acknowledgement',
    about: 'An agent pauses while the bot is asked, and the bot acknowledges the message.',
    config: asks,
    roles: cast(
      ['user', userSays('m1', {}, 'later')],
      ['ana pauses', pauses(ana, 'p1')],
      ['bot', botPosts(1, 0, { over: 'user' })],
    ),
    bot: ['acknowledges'],
    budget: { jumps: 1 },
  },
  {
    name: 'a repetition of an old message',
    about: 'A channel repeats a message with a forgotten id, twice at once.',
    config: asks,
    given: longAgo,
    roles: cast(
      ['user again', userSays('m1', {}, 'ask', START - 1_000)],
      ['user once more', userSays('m1', {}, 'ask', START - 1_000)],
      ['user more', userSays('delayed', {}, 'ask', START - 1_000)],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'an episode during a gated reply',
    about: 'The gate brings a handback; another episode begins and ends while the bot replies.',
    config: { mode: 'gate' },
    given: episodes(1),
    roles: cast(
      ['user', userSays('m1', {}, 'gate')],
      ['bot', botPosts(3, 2, { over: 'user' })],
      ['ana pauses', pauses(ana, 'p1')],
      ['ana gives back', unpauses(ana, 'u1', { over: 'ana pauses' })],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'more handbacks than one answer brings',
    about: 'The gate brings the oldest handbacks with two messages, and the bot replies to both.',
    config: { mode: 'gate' },
    given: episodes(7),
    roles: cast(
      ['user', userSays('m1', {}, 'gate')],
      ['user more', userSays('m2', { over: 'user' }, 'gate')],
      ['bot', botPosts(15, 14, { over: 'user more' })],
      ['bot more', botPosts(16, 14, { over: 'user more' })],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'three writers',
    about: 'Three commands write to one conversation at once, and each of them succeeds.',
    config: { mode: 'gate' },
    roles: cast(
      ['user', notTurnedAway(userSays('m1', {}, 'gate'))],
      ['user more', notTurnedAway(userSays('m2', {}, 'gate'))],
      ['ana pauses', notTurnedAway(pauses(ana, 'p1'))],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'commands sent again',
    about: 'Pause and unpause are each sent twice, and another agent pauses meanwhile.',
    config: { mode: 'gate' },
    roles: cast(
      ['ana pauses', pauses(ana, 'p1')],
      ['ana pauses again', pauses(ana, 'p1', { begun: 'ana pauses' })],
      ['ana gives back', unpauses(ana, 'u1', { begun: 'ana pauses' })],
      ['ana gives back again', unpauses(ana, 'u1', { begun: 'ana gives back' })],
      ['ben pauses', pauses(ben, 'p2', { begun: 'ana gives back' })],
      ['onlooker', onlooker(carriedOutOnce)],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'an alert',
    about: 'A user asks for a person; SNS fails once.',
    config: { mode: 'gate' },
    roles: cast(['user asks', pauses(user, 'p1')], ['dispatcher', alertsAsLogged(dispatcher())]),
    bot: ['answers'],
    budget: { outside: 1 },
  },
  {
    name: 'an alert is tried again',
    about: 'A user waits for a person; SNS fails once, and time passes.',
    config: { mode: 'gate' },
    given: asksForPerson,
    roles: cast(['clock', clock()], ['onlooker', onlooker(alertedFirst)]),
    bot: ['answers'],
    budget: { outside: 1, jumps: 3 },
  },
  {
    name: 'two ask for a person',
    about: 'Two users of a bot ask for a person at the same time; SNS fails once.',
    config: { mode: 'gate' },
    given: twoAskForPeople,
    roles: cast(['dispatcher', oneNoticeABatch(dispatcher())], ['onlooker', onlooker(waitsForNextNotice)]),
    bot: ['answers'],
    budget: { outside: 1, jumps: 1 },
  },
  {
    name: 'a feed is served once',
    about: 'A dispatcher cannot reach the store, and gets the batch again; no time passes.',
    config: { ...asks, ...webhook },
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', mayBeRefused(dispatcher())],
      ['onlooker', onlooker(nothingIsSkipped('dispatcher'))],
    ),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'a channel that refuses',
    about: 'A channel fails once, or refuses for good.',
    config: { ...asks, ...webhook },
    policy,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', dispatcher()],
      ['onlooker', onlooker(noClaimIsLeft('dispatcher'))],
    ),
    bot: ['answers'],
    channel: ['fails', 'refuses'],
    budget: { outside: 1 },
  },
  {
    name: 'two dispatchers',
    about: 'Two dispatchers get the same record; nobody dies.',
    config: { ...asks, ...webhook },
    policy,
    roles: cast(['user', userSays('m1')], ['dispatcher A', dispatcher()], ['dispatcher B', dispatcher()]),
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'one sender dies',
    about:
      "The bot's answer is being sent when its sender dies or gets no answer; an agent pauses, and the clock takes over.",
    config: { ...asks, ...webhook },
    policy,
    given: says('m0'),
    roles: cast(['clock', clock()], ['ana pauses', pauses(ana, 'p1')]),
    bot: ['answers'],
    channel: ['fails', 'loses the answer'],
    budget: { crashes: 1, outside: 1, jumps: 3 },
  },
  {
    name: 'two messages to a channel',
    about: 'Two messages wait for a channel that fails once.',
    config: { ...asks, ...webhook },
    policy,
    given: twoToSend,
    roles: cast(
      ['ana says', agentSays(ana, 'a3')],
      ['dispatcher', dispatcher()],
      ['clock', clock()],
      ['onlooker', onlooker(noneOvertakes)],
    ),
    bot: ['answers'],
    channel: ['fails'],
    budget: { outside: 1, jumps: 2 },
  },
  {
    name: 'a channel whose calls are skipped',
    about: 'Two messages wait for a channel whose calls are skipped, more often than there are tries.',
    config: { ...asks, ...webhook },
    policy,
    given: twoToSend,
    roles: cast(
      ['dispatcher', dispatcher()],
      ['clock', clock()],
      ['onlooker', onlooker(noneOvertakes)],
      ['another', onlooker(noneGivenUp)],
    ),
    bot: ['answers'],
    channel: ['is left alone'],
    // Enough time for two skips, but not for a call to time out after its sender was ended.
    budget: { outside: 2, jumps: 2 },
  },
  {
    name: 'a message is sent again',
    about: 'Two agents redeliver the same undeliverable message, while another message waits.',
    config: { ...asks, ...webhook },
    policy,
    given: oneFailed,
    roles: cast(
      ['ana', hasSentAgain(2)],
      ['ben', hasSentAgain(2)],
      ['ana says', agentSays(ana, 'a3')],
      ['dispatcher', dispatcher()],
    ),
    bot: ['answers'],
    budget: {},
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
    bot: ['answers'],
    budget: {},
  },
  {
    name: 'a conversation that always fails',
    about: 'Two conversations are overdue, and one of them cannot be read.',
    config: { mode: 'gate' },
    given: twoWait,
    roles: cast(['clock', withPoison(clock())]),
    bot: ['answers'],
    budget: { jumps: 2 },
  },
]

/** A scope of these, of the limits or of the explorer. */
export function scopeOf(name: string): Scope {
  const scope = [...smallScopes, ...limits, ...explorerScopes].find(each => each.name === name)
  if (!scope) throw new Error(`there is no scope "${name}"`)
  return scope
}

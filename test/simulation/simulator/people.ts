import { defined } from '../../../lib/defined.ts'
import type { Actor, Entry } from '../../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../../lib/protocol/routes.ts'
import { routes } from '../../../lib/protocol/routes.ts'
import { tokenOf } from './machines.ts'
import type { Deed, Op } from './plan.ts'
import type { Random } from './random.ts'
import { codeOf, request } from './requests.ts'
import type { SimulatedWorld } from './simulated-world.ts'

type OpOf<Kind extends Op['kind']> = Extract<Op, { readonly kind: Kind }>

/** A user writes over HTTP. For a gated bot, the sender asks the bot and posts its replies. */
export function userSays(
  world: SimulatedWorld,
  { id, of, patienceMs, tries }: OpOf<'user says'>,
  random: Random,
): void {
  const { converse } = world.modules.converse
  const address = world.addressOf(of)
  const text = textOf(id)
  const message = { id: `m${id}`, type: 'text' as const, text }
  const bot = world.plan.bots[world.plan.conversations[of]?.bot ?? 0]
  const mode = bot?.mode ?? 'ask'
  let isAnswered = false
  request(world, {
    label: `${address.userId} says m${id}`,
    pool: 'http',
    random,
    patienceMs,
    tries,
    work: app => converse(app, address, message),
    answered: answer => {
      world.scheduler.tell(`${address.userId} hears of m${id}: ${wordsOf(answer)}`)
      seesAnswer(world, message.id, mode, answer)
      for (const packet of answer.handbacks ?? []) {
        world.record.told.push({ at: world.scheduler.now, packet, taken: true })
      }
      if (mode === 'gate' && (!answer.paused || answer.supervised) && answer.replies.length === 0 && !isAnswered) {
        isAnswered = true
        gatedReplies(world, address.botId, answer, random.fork('gated'))
      }
    },
  })
}

/** The words of a user. Some do not fit one entry, and some end the part of people. */
function textOf(id: number): string {
  switch (id % 12) {
    case 5:
      return `message ${id} `.repeat(2_500)
    case 9:
      return '/End'
    default:
      return `message ${id}`
  }
}

function wordsOf({ seq, paused, replies }: InboundAnswer): string {
  return `it is ${seq}, ${paused ? 'people hold' : 'the bot holds'}, replies ${replies.map(reply => reply.seq).join(' and ') || 'none'}`
}

export function seesAnswer(world: SimulatedWorld, id: string, configured: 'ask' | 'gate', answer: InboundAnswer): void {
  const hash = world.modules.recent.commandHash('receive', id)
  const isLater = world.record.acknowledged.has(`${answer.session}:${answer.seq}`)
  const mode = isLater && configured === 'ask' ? 'later' : configured
  world.record.sees(answer.session, { kind: 'answered', id, answer, mode }, hash)
}

/** A bot posts replies unasked, or after it acknowledged the message. */
export function gatedReplies(
  world: SimulatedWorld,
  botId: string,
  { session, seq, epoch }: Pick<InboundAnswer, 'session' | 'seq' | 'epoch'>,
  random: Random,
): void {
  const { postReplies } = world.modules.replies
  const how = random.weighted({ once: 6, twice: 1, nothing: 0.5, 'hands over': 1, never: 1 })
  if (how === 'never') return
  const texts =
    how === 'once' || how === 'hands over'
      ? [`answer to ${seq}`]
      : how === 'twice'
        ? [`answer to ${seq}`, `more on ${seq}`]
        : []
  const posted = {
    id: `r${seq}`,
    epoch,
    inReplyTo: seq,
    replies: texts.map(text => ({ type: 'text' as const, text })),
    ...(how === 'hands over' && { handoff: { reason: 'asked for', priority: 'normal' as const } }),
  }
  world.scheduler.after(random.pick([5, 300, 2_000, 20_000]), 'the gated bot answers', random, () =>
    request(world, {
      label: `the gated bot replies to ${seq}`,
      pool: 'http',
      random,
      patienceMs: random.pick([300, 5_000, 28_000]),
      tries: 4,
      work: app => postReplies(app, { id: session, botId }, 'key1', posted),
      answered: answer => {
        world.scheduler.tell(`the gated bot hears of its reply to ${seq}: ${wordsOf(answer)}`)
        world.record.sees(session, { kind: 'replied', of: seq, answer })
      },
    }),
  )
}

/** The bot posts an unasked reply, in the epoch that it knows. */
export function botSpeaksUp(world: SimulatedWorld, { id, of }: OpOf<'bot speaks up'>, random: Random): void {
  const { postReplies } = world.modules.replies
  const address = world.addressOf(of)
  const stored = world.record.stories.get(world.sessionOf(of))?.stored.session
  if (!stored) return
  // Its epoch may be outdated.
  const epoch = Math.max(stored.epoch - random.pick([0, 0, 1, 2]), 0)
  const text = `by the way ${id} (epoch ${epoch})`
  const posted = { id: `p${id}`, epoch, replies: [{ type: 'text' as const, text }] }
  request(world, {
    label: `the bot speaks up (p${id}) to ${address.userId}`,
    pool: 'http',
    random,
    patienceMs: random.pick([300, 5_000]),
    tries: 3,
    work: app => postReplies(app, address, 'key1', posted),
    answered: () => {},
  })
}

/** An agent's command over REST; without an id, it cannot be recognised. */
export function agentDoes(world: SimulatedWorld, op: OpOf<'agent over REST'>, random: Random): void {
  const { execute } = world.modules.execute
  const { deliveryMode } = world.modules.deliveryMode
  const address = world.addressOf(op.of)
  const session = world.sessionOf(op.of)
  const id = op.withId ? `${op.does}${op.id}` : undefined
  const by: Actor = { type: 'agent', id: op.name, name: op.name }
  const since = world.record.stories.get(session)?.stored.log.length ?? 0
  if (since === 0 && op.does !== 'pause') return
  const target = op.does === 'pause' ? address : { id: session, botId: address.botId }
  const { does } = op
  if (does === 'approve') {
    const of = questionInReview(world, session)
    if (of !== undefined) approves(world, op, { of, by, id }, random)
    return
  }
  request(world, {
    label: `${op.name} does ${op.does}${op.id} in ${address.userId}'s`,
    pool: 'http',
    random,
    patienceMs: random.pick([200, 2_000, 20_000]),
    tries: op.withId ? 3 : 1,
    work: async app => {
      const { config } = await app.directory.bot(address.botId)
      const command = { ...defined({ id }), by, delivery: deliveryMode(config, address.channel) }
      const outcome = (await execute(app, target, commandOf(does, op.id, command))).outcome as DeedAnswer
      if (id !== undefined && outcome.changed && outcome.seq !== undefined) {
        const hash = world.modules.recent.commandHash(does, id)
        world.record.changes(world.record.stories.get(session), `${address.userId}: ${id}`, hash, outcome.seq)
      }
      return outcome
    },
    answered: answer => {
      world.scheduler.tell(`${op.name} hears of ${op.does}${op.id}: ${JSON.stringify(answer)}`)
      seesDeed(world, session, does, id, answer, since)
    },
  })
}

/** The user's message whose reply waits longest for a decision. */
export function questionInReview({ record }: SimulatedWorld, session: string): number | undefined {
  const recent = record.stories.get(session)?.stored.session.recent ?? []
  return recent.find(({ seq, turn }) => turn?.status === 'review' && turn.from !== seq)?.seq
}

/** An agent sends a reply of a supervised bot, as it is or edited. */
function approves(
  world: SimulatedWorld,
  op: OpOf<'agent over REST'>,
  { of, by, id }: { readonly of: number; readonly by: Actor; readonly id: string | undefined },
  random: Random,
): void {
  const { approve } = world.modules.approve
  const session = world.sessionOf(op.of)
  const { botId, userId } = world.addressOf(op.of)
  const edited = op.id % 3 === 0 && [{ type: 'text' as const, text: `edited by ${op.name} ${op.id}` }]
  const approval = { ...defined({ id }), by, of, botPaused: false, ...(edited && { replies: edited }) }
  request(world, {
    label: `${op.name} approves the reply to ${of} in ${userId}'s (${op.id})`,
    pool: 'http',
    random,
    patienceMs: random.pick([200, 2_000, 20_000]),
    tries: op.withId ? 3 : 1,
    work: async app => (await approve(app, { id: session, botId }, approval)).outcome,
    answered: outcome => {
      world.scheduler.tell(`${op.name} hears of approve${op.id}: ${JSON.stringify(outcome)}`)
      if (outcome.status === 'sent') seesApproval(world, session, { id, by, of, seq: outcome.seq })
    },
  })
}

export function seesApproval(
  { record, modules }: SimulatedWorld,
  session: string,
  { id, ...seen }: { readonly id: string | undefined; readonly by: Actor; readonly of: number; readonly seq: number },
): void {
  const hash = id === undefined ? undefined : modules.recent.commandHash('approve', id)
  if (id !== undefined) record.sees(session, { kind: 'approved', id, ...seen }, hash)
}

/** The agent who gets a conversation by a transfer over REST. Undefined: it waits again. */
function successorOf(id: number): Actor | undefined {
  const name = [undefined, 'rest0', 'rest1'][id % 3]
  return name === undefined ? undefined : { type: 'agent', id: name, name }
}

/** A command that needs no more than its conversation. */
export type BareDeed = Exclude<Deed, 'approve'>

/** The answer to an agent's command. */
export type DeedAnswer = { readonly seq?: number; readonly isPaused?: boolean; readonly changed?: boolean }

function commandOf(does: BareDeed, id: number, common: { readonly id?: string; readonly by: Actor }) {
  switch (does) {
    case 'supervise':
      return { verb: 'supervise', trigger: 'operator', ...common } as const
    case 'acknowledgeAlert':
      return { verb: 'acknowledgeAlert', ...common } as const
    case 'pause':
      return { verb: 'pause', trigger: 'operator', ...common } as const
    case 'unpause':
      return { verb: 'unpause', ...common } as const
    case 'claim':
      return { verb: 'claim', ...common } as const
    case 'transfer':
      return { verb: 'transfer', ofOthers: id % 5 === 0, ...defined({ to: successorOf(id) }), ...common } as const
    case 'decline':
      return { verb: 'decline', reason: 'not mine', ...common } as const
    case 'say':
      return { verb: 'say', message: { type: 'text', text: `from a person ${id}` }, ...common } as const
    case 'note':
      return { verb: 'note', text: common.id ?? 'a note without an id', ...common } as const
    default:
      return does satisfies never
  }
}

/** The entries that a command on the handoff may write. */
const WRITES = {
  claim: ['assigned'],
  transfer: ['assigned', 'transferred'],
  decline: ['declined', 'transferred'],
  acknowledgeAlert: ['acknowledged'],
} as const satisfies Partial<Record<Deed, readonly Entry['kind'][]>>

export function seesDeed(
  world: SimulatedWorld,
  session: string,
  does: BareDeed,
  id: string | undefined,
  { seq, isPaused = false, changed = false }: DeedAnswer,
  since: number,
): void {
  const hash = id === undefined ? undefined : world.modules.recent.commandHash(does, id)
  const { record } = world
  switch (does) {
    case 'pause':
    case 'unpause': {
      const kind = does === 'pause' ? 'paused' : 'unpaused'
      const known = {
        kind,
        isPaused,
        changed,
        since,
        ...defined({ id, seq }),
      } as const
      record.sees(session, known, hash)
      return
    }
    case 'claim':
    case 'transfer':
    case 'decline':
    case 'acknowledgeAlert': {
      const entry = record.stories.get(session)?.stored.log[(seq ?? 0) - 1]
      const kinds: readonly (Entry['kind'] | undefined)[] = WRITES[does]
      if (changed && !kinds.includes(entry?.kind))
        record.complain(`${does} ${id} is acknowledged as entry ${seq}, which is none`)
      return
    }
    case 'supervise':
      if (id !== undefined) record.sees(session, { kind: 'supervised', id, changed, since, ...defined({ seq }) }, hash)
      return
    case 'say':
      if (id !== undefined && seq !== undefined) record.sees(session, { kind: 'said', id, seq }, hash)
      return
    case 'note': {
      const entry = record.stories.get(session)?.stored.log[(seq ?? 0) - 1]
      if (entry?.kind !== 'note') record.complain(`note ${id} is acknowledged as entry ${seq}, which is none`)
      return
    }
    default:
      does satisfies never
  }
}

/** The operator starts or ends a bot-wide pause. */
export function setBotWide(world: SimulatedWorld, { id, bot, paused }: OpOf<'bot-wide'>, random: Random): void {
  const { record, scheduler, modules } = world
  const botId = `bot${bot}`
  const route = modules.setup.setupRoutes.find(({ spec }) => spec.path === routes.putBot.path && spec.method === 'PUT')
  const token = tokenOf(
    { as: 'agent', id: 'admin', roles: ['admin'], expiresAt: Number.MAX_SAFE_INTEGER },
    'https://issuer.example.test',
  )
  if (paused) record.botWidePauses = true
  request(world, {
    label: `the operator sets ${botId} ${paused ? 'paused' : 'going'} (${id})`,
    pool: 'http',
    random,
    patienceMs: 30_000,
    tries: 2,
    again: error => codeOf(error) === 'config.stale_version',
    work: async app => {
      const { config } = await app.directory.freshBot(botId)
      const { connector, channels, events } = config
      const mask = '********'
      const body = {
        ...config,
        paused,
        ...(connector && { connector: { ...connector, secret: mask } }),
        ...(events && { events: { ...events, secret: mask } }),
        channels: Object.fromEntries(
          Object.entries(channels).map(([name, channel]) => [name, { ...channel, secret: mask }]),
        ),
      }
      const event = {
        pathParameters: { botId },
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }
      return (await route?.handle(event as never, app)) as { readonly paused: boolean; readonly version: number }
    },
    answered: answer => {
      scheduler.tell(
        `the operator hears that ${botId} is ${answer.paused ? 'paused' : 'going'} (version ${answer.version})`,
      )
      if (!answer.paused) return
      // Another one may have ended it before this answer arrived.
      if (record.configVersions.get(bot) !== answer.version) return
      record.widePauses.push({ bot, from: scheduler.now, to: Number.POSITIVE_INFINITY })
    },
  })
}

import { defined } from '../../../lib/defined.ts'
import type { ClientFrame } from '../../../lib/protocol/frames.ts'
import { tokenOf } from './machines.ts'
import { type BareDeed, type DeedAnswer, questionInReview, seesAnswer, seesApproval, seesDeed } from './people.ts'
import type { Deed, Op } from './plan.ts'
import type { Random } from './random.ts'
import { invoke, type SimulatedWorld } from './simulated-world.ts'
import type { Seat } from './sockets.ts'

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT'

/** Passes a socket event to some machine, as API Gateway does. */
function bring(
  world: SimulatedWorld,
  eventType: EventType,
  connectionId: string,
  random: Random,
  more: globalThis.Record<string, unknown>,
  ended: (statusCode: number) => void = () => {},
): void {
  const { socketApi } = world.modules.socket
  const { scheduler, network } = world
  const event = { requestContext: { eventType, connectionId, requestId: 'request' }, isBase64Encoded: false, ...more }
  scheduler.after(network.delay(random), eventType, random, () =>
    invoke(
      world,
      'socket',
      `${connectionId} ${eventType.toLowerCase()}`,
      random,
      app => socketApi(app)(event as never),
      how => ended('value' in how ? (how.value.statusCode ?? 500) : 500),
    ),
  )
}

/** Sends a frame on the seat's current connection, if it has one. */
export function sends(world: SimulatedWorld, seat: Seat, frame: ClientFrame, random: Random): void {
  const { connectionId } = seat
  if (connectionId === undefined || random.chance(world.network.faults.requestLost)) return
  const body = JSON.stringify(frame)
  bring(world, 'MESSAGE', connectionId, random, { body })
  if (random.chance(world.network.faults.requestTwice))
    bring(world, 'MESSAGE', connectionId, random.fork('twice'), { body })
}

/** A seat connects or reconnects: it sends its cursors, and opens its conversations again. */
export function connects(world: SimulatedWorld, seat: Seat, random: Random): void {
  if (seat.connectionId !== undefined) return
  const { plan, sockets, scheduler } = world
  const connectionId = `${seat.name.replaceAll(' ', '-')}-${++seat.connections}`
  const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${tokenFor(world, seat)}` }
  const query = seat.plan.as === 'agent' ? { bot: `bot${seat.plan.bot}` } : null
  const own = seat.plan.as === 'user' ? world.sessionOf(seat.plan.of) : undefined
  bring(world, 'CONNECT', connectionId, random, { headers, queryStringParameters: query }, statusCode => {
    if (statusCode !== 200 || seat.connectionId !== undefined) return
    scheduler.tell(`${seat.name} connects (${connectionId})`)
    sockets.opened(connectionId, seat)
    seat.connectionId = connectionId
    if (own !== undefined) seat.open.add(own)
    greets(world, seat, random.fork('hello'), plan.ops.length)
  })
}

const HELLO_AGAIN_MS = 5_000

/** The first frame of a connection, repeated until it is answered. */
function greets(world: SimulatedWorld, seat: Seat, random: Random, triesLeft: number): void {
  const { connectionId } = seat
  if (connectionId === undefined || triesLeft === 0 || seat.greeted === connectionId) return
  const id = `hello ${connectionId}`
  seat.waiting.set(id, answer => {
    if ('ok' in answer) seat.greeted = connectionId
  })
  sends(world, seat, { type: 'hello', id, cursors: seat.cursors }, random)
  world.scheduler.after(HELLO_AGAIN_MS, 'hello again', random, () => {
    if (seat.connectionId === connectionId) greets(world, seat, random, triesLeft - 1)
  })
}

function tokenFor(world: SimulatedWorld, seat: Seat): string {
  const expiresAt = Number.MAX_SAFE_INTEGER / 2
  if (seat.plan.as === 'agent') {
    const roles = [`bot${seat.plan.bot}:agent`]
    return tokenOf(
      { as: 'agent', id: seat.name, name: seat.name, roles, expiresAt: 8e15 },
      'https://issuer.example.test',
    )
  }
  const address = world.addressOf(seat.plan.of)
  return tokenOf({ as: 'user', address, expiresAt: Math.min(expiresAt, 8e15) }, `interlude:${address.botId}`)
}

/** A seat disconnects. Cut off, it sends no close: the gateway notices late, and may never report it. */
export function leaves(world: SimulatedWorld, seat: Seat, isCutOff: boolean, random: Random): void {
  const { connectionId } = seat
  if (connectionId === undefined) return
  seat.connectionId = undefined
  world.scheduler.tell(`${seat.name} ${isCutOff ? 'is cut off' : 'leaves'}`)
  world.sockets.left(connectionId)
  const ms = isCutOff ? random.pick([10, 1_000, 60_000, 600_000]) : 1
  world.scheduler.after(ms, 'closed', random, () => {
    world.sockets.closed(connectionId)
    if (!isCutOff || random.chance(0.5)) bring(world, 'DISCONNECT', connectionId, random, {})
  })
}

/** Opens a conversation of the seat's bot, if it exists. */
export function opens(
  world: SimulatedWorld,
  seat: Seat,
  { id, of }: Extract<Op, { kind: 'seat opens' }>,
  random: Random,
): void {
  const session = world.sessionOf(of)
  const isTheirs = seat.plan.as === 'agent' && world.plan.conversations[of]?.bot === seat.plan.bot
  if (!isTheirs || !world.record.stories.has(session) || seat.connectionId === undefined) return
  seat.open.add(session)
  asksToWatch(world, seat, session, `watch ${id}`, random)
}

/** Repeated until it is answered: without an `ok`, a client has not opened the conversation. */
function asksToWatch(world: SimulatedWorld, seat: Seat, session: string, id: string, random: Random): void {
  const { connectionId } = seat
  let isAnswered = false
  seat.waiting.set(id, answer => {
    isAnswered ||= 'ok' in answer
  })
  const cursor = seat.logs.get(session)?.cursor ?? 0
  sends(world, seat, { type: 'watch', id, session, cursor }, random)
  world.scheduler.after(HELLO_AGAIN_MS, 'watch again', random, () => {
    const isThere = seat.connectionId === connectionId && connectionId !== undefined && seat.open.has(session)
    if (isThere && !isAnswered) asksToWatch(world, seat, session, id, random)
  })
}

export function closes(
  world: SimulatedWorld,
  seat: Seat,
  { id, of }: Extract<Op, { kind: 'seat closes' }>,
  random: Random,
): void {
  const session = world.sessionOf(of)
  if (seat.plan.as !== 'agent' || !seat.open.delete(session)) return
  sends(world, seat, { type: 'unwatch', id: `unwatch ${id}`, session }, random)
}

/** Sends the seat's cursors, so that it gets missing entries. */
export function pings(world: SimulatedWorld, seat: Seat, random: Random): void {
  sends(world, seat, { type: 'ping', cursors: seat.cursors }, random)
}

const AGAIN_MS = 3_000
const TRIES = 3

const USERS_DEEDS: ReadonlySet<Deed> = new Set<Deed>(['pause', 'unpause', 'say'])

/** A seat sends a command as a frame, and repeats the frame until it is answered. */
export function does(
  world: SimulatedWorld,
  seat: Seat,
  op: Extract<Op, { kind: 'seat does' }>,
  random: Random,
  attempt = 1,
): void {
  const { scheduler, plan } = world
  const isUser = seat.plan.as === 'user'
  const of = seat.plan.as === 'user' ? seat.plan.of : op.of
  const session = world.sessionOf(of)
  const isTheirs = seat.plan.as === 'user' || plan.conversations[of]?.bot === seat.plan.bot
  const log = world.record.stories.get(session)?.stored.log
  if (!isTheirs || !log || (isUser && !USERS_DEEDS.has(op.does)) || attempt > TRIES) return
  const { does: deed } = op
  if (deed === 'acknowledgeAlert') return
  const id = `${deed}${op.id}`
  const since = seat.since.get(op.id) ?? log.length
  seat.since.set(op.id, since)
  if (deed === 'approve') {
    approvesAt(world, seat, { id, session }, random)
    return
  }
  let isAnswered = false
  seat.waiting.set(id, answer => {
    if (isAnswered) return
    isAnswered = 'ok' in answer
    if (!('ok' in answer)) return
    scheduler.tell(`${seat.name} hears of ${id}: ${JSON.stringify(answer.ok)}`)
    hears(world, session, deed, id, answer.ok, since, isUser)
  })
  sends(world, seat, frameOf(deed, id, session, op.id % 2 === 0 ? undefined : 'agent0'), random)
  scheduler.after(AGAIN_MS, 'frame again', random, () => {
    if (!isAnswered) does(world, seat, op, random.fork(`try ${attempt + 1}`), attempt + 1)
  })
}

/** The agent sends the reply that waits longest, as it is, and repeats the frame once. */
function approvesAt(
  world: SimulatedWorld,
  seat: Seat,
  { id, session }: { readonly id: string; readonly session: string },
  random: Random,
): void {
  const of = questionInReview(world, session)
  if (of === undefined) return
  const by = { type: 'agent', id: seat.name, name: seat.name } as const
  seat.waiting.set(id, answer => {
    if ('ok' in answer) seesApproval(world, session, { id, by, of, seq: Number(answer.ok.seq) })
  })
  sends(world, seat, { type: 'approve', id, session, of }, random)
  world.scheduler.after(AGAIN_MS, 'frame again', random, () =>
    sends(world, seat, { type: 'approve', id, session, of }, random.fork('again')),
  )
}

function frameOf(
  deed: Exclude<BareDeed, 'acknowledgeAlert'>,
  id: string,
  session: string,
  to: string | undefined,
): ClientFrame {
  switch (deed) {
    case 'say':
      return { type: 'message', id, session, message: { type: 'text', text: `by socket: ${id}` } }
    case 'note':
      return { type: 'note', id, session, text: id }
    case 'pause':
    case 'unpause':
    case 'claim':
    case 'supervise':
      return { type: deed, id, session }
    case 'transfer':
      return { type: 'transfer', id, session, ...defined({ to }) }
    case 'decline':
      return { type: 'decline', id, session, reason: 'not mine' }
    default:
      return deed satisfies never
  }
}

function hears(
  world: SimulatedWorld,
  session: string,
  deed: BareDeed,
  id: string,
  ok: Readonly<globalThis.Record<string, unknown>>,
  since: number,
  isUser: boolean,
): void {
  if (deed !== 'say' || !isUser) {
    seesDeed(world, session, deed, id, ok as DeedAnswer, since)
    return
  }
  const { seq, paused, replies } = ok as { seq: number; paused: boolean; replies: readonly number[] }
  const log = world.record.stories.get(session)?.stored.log ?? []
  const said = replies.map(reply => {
    const entry = log[reply - 1]
    const text = entry?.kind === 'message' ? entry.text : undefined
    return { seq: reply, type: 'text' as const, ...defined({ text }) }
  })
  const bot = world.plan.bots.find(
    each => log[0] && world.record.stories.get(session)?.stored.session.botId === each.id,
  )
  seesAnswer(world, id, bot?.mode ?? 'ask', { session, seq, epoch: 0, paused, replies: said })
}

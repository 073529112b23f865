import type { MessageEntry } from '../../../lib/protocol/entry.ts'
import { START } from '../../support/clock.ts'
import { maria } from '../../support/people.ts'
import type { ActorState, ExploredWorld } from '../explored-world.ts'
import { hashText } from '../hash.ts'
import { BOT_URL, postedBy } from '../outside.ts'
import type { Cast } from '../roles.ts'

/** Returns what is wrong with a world, in words. */
export type Look = (world: ExploredWorld, role: (name: string) => ActorState | undefined) => string | undefined

/**
 * An actor that takes no step unless a promise of its scope is broken. These promises come on top of those that hold in
 * all scopes. It reports a violation by failing, so the search ends there as at any other broken promise.
 */
export function onlooker(look: Look): Cast {
  return names => ({
    name: '',
    beginnings(world) {
      const complaint = look(world, name => world.actors[names.indexOf(name)])
      if (complaint === undefined) return []
      return [{ key: hashText(complaint), label: `sees: ${complaint}`, run: () => Promise.reject(new Seen(complaint)) }]
    },
  })
}

/** A broken promise, reported by an onlooker or a role of these scopes. */
export class Seen extends Error {
  override readonly name = 'Seen'
}

function conversation({ store }: ExploredWorld) {
  return [...store.conversations.values()].find(({ loaded: { session } }) => session.userId === maria.userId)
}

const isDone = (state: ActorState | undefined) => state?.phase === 'over' || state?.phase === 'dead'

/** A watcher that missed no push lacks no entry, without a ping. */
export function lacksNothing(socket: string, ...after: readonly string[]): Look {
  return (world, role) => {
    if (!after.every(name => isDone(role(name)))) return undefined
    const length = conversation(world)?.log.length ?? 0
    const cursor = world.facts.readers.get(socket)?.cursor ?? 0
    return cursor < length ? `a watcher who missed no push stands at ${cursor} of ${length}` : undefined
  }
}

/** A socket that was found dead is removed everywhere. */
export function deadAreForgotten(...after: readonly string[]): Look {
  return (world, role) => {
    if (!after.every(name => isDone(role(name)))) return undefined
    const dead = conversation(world)?.loaded.watchers.find(({ connectionId }) => !world.store.sockets.has(connectionId))
    return dead && `a socket that was found dead (${dead.connectionId}) is still pushed to`
  }
}

/** During a call to the bot, no other call asks about the same turn. */
export const oneCallATurn: Look = ({ actors }) => {
  const calls = actors
    .flatMap(({ node }) => node?.pending ?? [])
    .filter(pending => pending.op === 'post' && postedBy(pending).url === BOT_URL)
  const twice = calls.find((one, index) =>
    calls.some((other, at) => {
      if (at <= index || postedBy(other).id !== postedBy(one).id) return false
      return Math.abs(other.at - one.at) < postedBy(one).timeoutMs
    }),
  )
  return twice && `the bot is asked of message ${postedBy(twice).body.seq} while a call of it is under way`
}

/** A turn does not fail while a call to the bot may still be answered in time. */
export const failsWhenItFailed: Look = world => {
  const { now, actors } = world
  const failed = conversation(world)?.log.find(entry => entry.kind === 'paused' && entry.trigger === 'bot_failed')
  if (failed?.kind !== 'paused') return undefined
  const call = actors
    .flatMap(({ node }) => node?.pending ?? [])
    .filter(pending => pending.op === 'post')
    .find(
      pending =>
        now < pending.at + postedBy(pending).timeoutMs && failed.held?.includes(postedBy(pending).body.seq ?? 0),
    )
  return call && `the turn of message ${postedBy(call).body.seq} fails while the bot is asked, and may answer in time`
}

/** Without crashes, a reply is handed over once: in the answer to a request, or by the channel's webhook. */
export function handedOverOnce(user: string): Look {
  return (world, role) => {
    if (!isDone(role(user))) return undefined
    const first = [...world.facts.answers.values()].find(({ kind }) => kind === 'answered')
    const answered = first?.kind === 'answered' ? first.answer.replies.map(({ seq }) => seq) : []
    for (const entry of conversation(world)?.log ?? []) {
      if (entry.kind !== 'message' || entry.inReplyTo === undefined) continue
      if (entry.deliver && answered.includes(entry.seq)) return `the reply ${entry.seq} is handed over twice`
      if (!entry.deliver && !answered.includes(entry.seq)) return `the reply ${entry.seq} is handed over by nobody`
    }
    return undefined
  }
}

/** A repeated command is carried out once: each agent of the scope pauses once and unpauses once. */
export const carriedOutOnce: Look = world => {
  const log = conversation(world)?.log ?? []
  const done = log.flatMap(entry =>
    entry.kind === 'paused' || entry.kind === 'resumed' ? [`${entry.kind} by ${entry.by.name ?? entry.by.type}`] : [],
  )
  const twice = done.find((what, index) => done.indexOf(what) < index)
  return twice && `what was sent again is carried out again: the log has two entries "${twice}"`
}

/** When a record counts as served, its effects are done or in progress. */
export function nothingIsSkipped(dispatcher: string): Look {
  return (world, role) => {
    const state = role(dispatcher)
    if (world.now > START || state?.phase !== 'idle' || state.served < world.store.feed.length) return undefined
    const session = conversation(world)?.loaded.session
    if (!session?.newestOutgoing || session.deliveryClaim || session.newestOutgoing.seq <= session.claimedUpTo)
      return undefined
    return `every record counts as served, and message ${session.newestOutgoing.seq} was never claimed`
  }
}

/** A claimant settles its claim, unless it died. */
export function noClaimIsLeft(dispatcher: string): Look {
  return (world, role) => {
    const sending = conversation(world)?.loaded.session.deliveryClaim
    if (role(dispatcher)?.phase !== 'idle' || !sending || sending.by === '') return undefined
    return `message ${sending.seq} stays claimed, and nobody is at it`
  }
}

/** No handoff is given up without an alert if alerts work again. */
export const alertedFirst: Look = world => {
  const log = conversation(world)?.log ?? []
  const gone = log.find(entry => entry.kind === 'resumed' && entry.outcome === 'expired')
  return gone && !log.some(({ kind }) => kind === 'alerted')
    ? 'nobody was alerted, and the user is given up'
    : undefined
}

/** A waiting conversation that no notice covered is due for the next one soon. */
export const waitsForNextNotice: Look = world => {
  for (const { loaded } of world.store.conversations.values()) {
    const { control, userId } = loaded.session
    if (control.holder !== 'human' || control.handoff.status !== 'pending' || control.handoff.alerts > 0) continue
    const waitMs = control.handoff.deadline - control.handoff.since
    if (waitMs > SOON_MS) return `no notice covers ${userId}, and the next one is due ${waitMs} ms after the request`
  }
  return undefined
}
/** Longer than the first check of an alert, and than the longest slot. */
const SOON_MS = 60_000

/** Messages are answered in the order of their arrival, as by a serial bot. */
export const inOrder: Look = world => {
  const log = conversation(world)?.log ?? []
  const answered = log.filter(
    (entry): entry is MessageEntry => entry.kind === 'message' && entry.inReplyTo !== undefined,
  )
  const late = answered.find(({ inReplyTo = 0 }, at) => (answered[at - 1]?.inReplyTo ?? 0) > inReplyTo)
  return late && `the answer to ${late.inReplyTo} stands after that to a younger message`
}

/** While every call that is made succeeds, no message is given up: a skipped call is not a try. */
export const noneGivenUp: Look = world => {
  const given = (conversation(world)?.log ?? []).find(({ kind }) => kind === 'undeliverable')
  return given?.kind === 'undeliverable' ? `message ${given.of} is given up, and no call of it ever failed` : undefined
}

/** Messages leave for the channel in the order of the log: a claimed message was not overtaken. */
export const noneOvertakes: Look = world => {
  const log = conversation(world)?.log ?? []
  const came = world.facts.delivered.map(({ seq }) => seq)
  const [newest = 0] = came.slice(-1)
  const closed = (of: number) => log.some(entry => 'of' in entry && entry.of === of)
  const left = log.find(
    entry =>
      entry.kind === 'message' &&
      entry.deliver &&
      entry.seq < newest &&
      !came.includes(entry.seq) &&
      !closed(entry.seq),
  )
  return left && `message ${newest} reaches the channel while ${left.seq} still waits`
}

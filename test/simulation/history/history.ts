import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { indexOf, lastUpTo } from './log-index.ts'

/** Milliseconds of the wall clock, the same for all recorders. */
export type At = number

/** The checked fields of an answer. */
export interface Answer {
  readonly seq?: number
  readonly paused?: boolean
  readonly replies?: readonly { readonly seq: number; readonly text?: string }[]
  /** Whether this command changed control. Only pauses and unpauses have it. */
  readonly changed?: boolean
  /** Set on a user's message at a socket: answered after its commit, before the end of its turn. */
  readonly atOnce?: true
}

/** `failed`: certainly refused, without effect. `unknown`: no answer, or one that leaves the effect open. */
export type Outcome =
  | { readonly status: 'ok'; readonly answer: Answer }
  | { readonly status: 'failed' | 'unknown'; readonly why: string }

export interface Try {
  readonly invokedAt: At
  readonly endedAt: At
  readonly outcome: Outcome
}

/** One command of a client, with all tries under the same id (one try if the route has no ids). */
export interface Operation {
  readonly client: string
  readonly session: string
  readonly kind: 'message' | 'reply' | 'say' | 'note' | 'pause' | 'unpause'
  readonly via: 'http' | 'socket' | 'botpress'
  readonly id?: string
  /** A unique text by which its entry is found; empty if the route carries none. */
  readonly mark: string
  /** The mode of a message's bot: Interlude asks it, or it posts its replies. */
  readonly mode?: 'ask' | 'gate'
  /** The turn that a reply answers. */
  readonly of?: number
  readonly tries: readonly Try[]
}

/** A piece (after, upto] of a log, as a client received it. */
export interface Piece {
  readonly client: string
  readonly role: 'agent' | 'user'
  readonly how: 'pushed' | 'read'
  readonly session: string
  readonly after: number
  readonly upto: number
  readonly entries: readonly Entry[]
  readonly isPaused?: boolean
  /** The time of a read's request, and the length of the log in its answer. Only reads have them. */
  readonly invokedAt?: At
  readonly revision?: number
}

/** A client's log at the end, after its last ping. */
export interface View {
  readonly client: string
  readonly role: 'agent' | 'user'
  readonly session: string
  readonly log: readonly Entry[]
}

/** A call to the operator's own server, and its answer. */
export interface Call<Body> {
  readonly webhookId: string
  readonly at: At
  readonly status: number
  readonly body: Body
}

/** All observations of a run from outside; none comes from the store. */
export interface History {
  readonly kills: readonly { readonly at: At; readonly upAt: At }[]
  readonly overAt: At
  readonly operations: readonly Operation[]
  readonly pieces: readonly Piece[]
  readonly views: readonly View[]
  readonly turns: readonly Call<BotTurn>[]
  readonly handbacks: readonly Call<Handback>[]
  readonly deliveries: readonly Call<ChannelDelivery>[]
  /** E-mails to agents, by conversation. */
  readonly letters: Readonly<Record<string, number>>
  /** Each log after everything came to rest. */
  readonly transcripts: Readonly<Record<string, readonly Entry[]>>
}

/** A broken promise, with its story. */
export interface Violation {
  readonly promise: string
  readonly session: string
  readonly story: string
}

export type OkTry = Try & { readonly outcome: { readonly status: 'ok' } }

export function oksOf({ tries }: Operation): OkTry[] {
  return tries.filter((each): each is OkTry => each.outcome.status === 'ok')
}

/** Whether people have control after the entries up to `seq`. */
export function isHeldAt(log: readonly Entry[], seq: number): boolean {
  return lastUpTo(indexOf(log).changes, seq)?.kind === 'paused'
}

/** The entries of a command in the log, found by its mark. */
export function effectsOf({ kind, mark, of }: Operation, log: readonly Entry[]): Entry[] {
  if (mark === '') return []
  return (indexOf(log).byMark.get(mark) ?? []).filter(entry => {
    switch (kind) {
      case 'message':
        return entry.kind === 'message' && entry.by.type === 'user' && entry.text === mark
      case 'say':
        return entry.kind === 'message' && entry.by.type === 'agent' && entry.text === mark
      case 'reply':
        return entry.kind === 'message' && entry.by.type === 'bot' && entry.inReplyTo === of && entry.text === mark
      case 'note':
        return entry.kind === 'note' && entry.text === mark
      case 'pause':
        return entry.kind === 'paused' && (entry.reason === mark || entry.trigger === mark)
      case 'unpause':
        return entry.kind === 'resumed' && entry.comment === mark
      default:
        return kind satisfies never
    }
  })
}

/** Seconds since the run's first operation. */
export function clockOf({ operations }: History): (at: At) => string {
  const begin = operations.find(({ tries }) => tries.length > 0)?.tries[0]?.invokedAt
  return at => `${((at - (begin ?? at)) / 1000).toFixed(3)} s`
}

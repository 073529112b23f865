import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { indexOf, lastUpTo } from './log-index.ts'

/** Milliseconds of the wall clock, the same for everybody who records. */
export type At = number

/** What an answer said, as far as it is checked. */
export interface Answer {
  readonly seq?: number
  readonly paused?: boolean
  readonly replies?: readonly { readonly seq: number; readonly text?: string }[]
  /** Of a pause or unpause: whether this very command did it. */
  readonly changed?: boolean
  /** Set on a user's message by a socket: answered when it was committed, before its turn was over. */
  readonly atOnce?: true
}

/** `failed`: refused for certain, nothing was done. `unknown`: no answer, or one that leaves it open. */
export type Outcome =
  | { readonly status: 'ok'; readonly answer: Answer }
  | { readonly status: 'failed' | 'unknown'; readonly why: string }

export interface Try {
  readonly invokedAt: At
  readonly endedAt: At
  readonly outcome: Outcome
}

/** One command of one client, with every try of it under the same id (one try where the route knows no ids). */
export interface Operation {
  readonly client: string
  readonly session: string
  readonly kind: 'message' | 'reply' | 'say' | 'note' | 'pause' | 'unpause'
  readonly via: 'http' | 'socket' | 'botpress'
  readonly id?: string
  /** Words that nobody else uses, by which its entry is found again; empty where the route carries none. */
  readonly mark: string
  /** Of a message: whether its bot is asked, or answers by itself. */
  readonly mode?: 'ask' | 'gate'
  /** Of a reply: the turn. */
  readonly of?: number
  readonly tries: readonly Try[]
}

/** A piece (after, upto] of a log, as somebody was shown it. */
export interface Piece {
  readonly client: string
  readonly role: 'agent' | 'user'
  readonly how: 'pushed' | 'read'
  readonly session: string
  readonly after: number
  readonly upto: number
  readonly entries: readonly Entry[]
  readonly isPaused?: boolean
  /** Of a read: when it was asked for, and how far the log went. */
  readonly invokedAt?: At
  readonly revision?: number
}

/** What a client had of a log in the end, after its last ping. */
export interface View {
  readonly client: string
  readonly role: 'agent' | 'user'
  readonly session: string
  readonly log: readonly Entry[]
}

/** A call that reached the operator's own server, and what that answered. */
export interface Call<Body> {
  readonly webhookId: string
  readonly at: At
  readonly status: number
  readonly body: Body
}

/** Everything that was seen from outside during a run; nothing in it comes out of the store. */
export interface History {
  readonly kills: readonly { readonly at: At; readonly upAt: At }[]
  readonly overAt: At
  readonly operations: readonly Operation[]
  readonly pieces: readonly Piece[]
  readonly views: readonly View[]
  readonly turns: readonly Call<BotTurn>[]
  readonly handbacks: readonly Call<Handback>[]
  readonly deliveries: readonly Call<ChannelDelivery>[]
  /** E-mails that agents got, by conversation. */
  readonly letters: Readonly<Record<string, number>>
  /** Each log once everything had come to rest. */
  readonly transcripts: Readonly<Record<string, readonly Entry[]>>
}

/** A promise that was broken, told so that one can follow it. */
export interface Violation {
  readonly promise: string
  readonly session: string
  readonly story: string
}

export type OkTry = Try & { readonly outcome: { readonly status: 'ok' } }

export function oksOf({ tries }: Operation): OkTry[] {
  return tries.filter((each): each is OkTry => each.outcome.status === 'ok')
}

/** Whether people hold the conversation once the entries up to `seq` are written. */
export function isHeldAt(log: readonly Entry[], seq: number): boolean {
  return lastUpTo(indexOf(log).changes, seq)?.kind === 'paused'
}

/** The entries that a command left in the log, by its mark. */
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

/** Seconds since the run's first operation, for stories. */
export function clockOf({ operations }: History): (at: At) => string {
  const begin = operations.find(({ tries }) => tries.length > 0)?.tries[0]?.invokedAt
  return at => `${((at - (begin ?? at)) / 1000).toFixed(3)} s`
}

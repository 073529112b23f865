import type { StoredAgent } from '../ports/agents.ts'
import type { StoredBot, StoredKey } from '../ports/bots.ts'
import type { StoredPlatformApp } from '../ports/channels.ts'
import type { StoredDeadEvent } from '../ports/dead-events.ts'
import type { FeedItem } from '../ports/feed.ts'
import type { StoredNotification } from '../ports/notifications.ts'
import type { StoredReplies } from '../ports/own-replies.ts'
import type { Loaded } from '../ports/sessions.ts'
import type { StoredSocket } from '../ports/sockets.ts'
import type { StoredSubscription } from '../ports/subscriptions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Receipts } from '../session/receipts.ts'
import type { Episode, Instant } from '../session/session.ts'

/**
 * The content of a store: tables, and the change feed. Values are replaced and never changed, so a copy of the tables is
 * a snapshot.
 */
export interface Memory {
  /** By session id. */
  readonly conversations: Table<Conversation>
  readonly bots: Table<StoredBot>
  /** By bot. */
  readonly keys: Table<readonly StoredKey[]>
  /** By platform and account: the bot that it belongs to. */
  readonly accounts: Table<string>
  /** By platform. */
  readonly platformApps: Table<StoredPlatformApp>
  /** By connection id. */
  readonly sockets: Table<StoredSocket>
  /** By connection id: the bytes taken from a socket's catch-up budget, and the start of their window. */
  readonly caughtUp: Table<{ readonly since: Instant; readonly bytes: number }>
  /** By bot and agent. */
  readonly agents: Table<StoredAgent>
  /** By bot: the end of its alert slot. */
  readonly alertSlots: Table<Instant>
  /** By agent and session: how far the agent has read, and until when the mark is kept. */
  readonly readMarks: Table<{ readonly seq: number; readonly until: Instant }>
  /** By session. */
  readonly receipts: Table<Receipts>
  /** By agent: when the agent last signed out everywhere. */
  readonly signOuts: Table<Instant>
  /** By bot: its notifications, oldest first, and the newest number, which outlives them. */
  readonly notifications: Table<{ readonly newest: number; readonly all: readonly StoredNotification[] }>
  /** By bot and agent: the number up to which the agent has read. */
  readonly notificationsRead: Table<number>
  /** By session and `seq`: a dead letter, its bot, and a number that orders letters of the same time. */
  readonly deadEvents: Table<{ readonly botId: string; readonly dead: StoredDeadEvent; readonly place: number }>
  /** By bot: its subscriptions to alerts. */
  readonly subscriptions: Table<readonly StoredSubscription[]>
  /** By bot and agent: the agent's own canned replies. */
  readonly ownReplies: Table<StoredReplies>
  /** The changes that are not acknowledged, oldest first. */
  feed: readonly FeedItem[]
  /** The position of the newest change. */
  position: number
}

/** Everything about one conversation. */
export interface Conversation {
  /** The order of creation. It orders conversations with events at the same time. */
  readonly place: number
  readonly loaded: Loaded
  readonly due?: Instant
  /** Without gaps: the entry `seq` is at the index `seq - 1`. */
  readonly log: readonly Entry[]
  /** Ascending by number. */
  readonly episodes: readonly Episode[]
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** The methods of `Map` that the store uses. */
export interface Table<Value> {
  readonly size: number
  get(key: string): Value | undefined
  has(key: string): boolean
  set(key: string, value: Value): unknown
  delete(key: string): boolean
  keys(): Iterable<string>
  values(): Iterable<Value>
}

/**
 * The methods of a port without promises: each call takes effect, and returns, at once. So a call needs no lock, and
 * the simulation can try every order of calls.
 */
export type AtOnce<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}

export function emptyMemory(): Memory {
  return {
    conversations: new Map(),
    bots: new Map(),
    keys: new Map(),
    accounts: new Map(),
    platformApps: new Map(),
    sockets: new Map(),
    caughtUp: new Map(),
    agents: new Map(),
    alertSlots: new Map(),
    readMarks: new Map(),
    receipts: new Map(),
    signOuts: new Map(),
    notifications: new Map(),
    notificationsRead: new Map(),
    deadEvents: new Map(),
    subscriptions: new Map(),
    ownReplies: new Map(),
    feed: [],
    position: 0,
  }
}

/** A key with several parts. */
export function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}

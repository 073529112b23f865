import type { BotConfig } from '../protocol/config.ts'
import type { Actor, Entry } from '../protocol/entry.ts'
import type { InboxShape, ServerFrame } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { NotificationLevel } from '../protocol/notification.ts'
import type { Decision } from './decide.ts'
import type { Address, Episode, Instant, Session } from './session.ts'

/** A socket that has a conversation open. */
export interface Watcher {
  readonly connectionId: string
  readonly as: 'agent' | 'user'
  /** When the socket's token ends; past it nothing is pushed. Watchers that earlier versions stored have none, and go on. */
  readonly expiresAt?: Instant
}

/** At most so many watchers stand on the session and are pushed to right after a commit; later ones are served off the change feed. */
export const MAX_DIRECT_WATCHERS = 16

/** A session as it was read, with what a commit needs to know that nobody wrote in between. */
export interface Loaded {
  readonly session: Session
  /** Optimistic lock: every write bumps it. 0 where nothing is stored yet. */
  readonly version: number
  readonly watchers: readonly Watcher[]
}

/** One change of a session that appended entries (`session.tail`): what the change feed is made of. */
export interface SessionChange {
  readonly session: Session
  readonly watchers: readonly Watcher[]
  /** Before it; 0 for a new session. */
  readonly revisionBefore: number
  readonly isPausedBefore: boolean
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Hand it in again for the next page; none at the end. */
  readonly next?: string
}

/** Which entries of a log: in ascending order, the first `limit` after `after`, or the last `limit` before `before` (both exclusive). */
export type EntryRange =
  | { readonly after: number; readonly upTo?: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

/**
 * Which of a bot's conversations a list has: `all` in which something was said or done, `paused` that people hold, `pending`
 * those of them that nobody has taken yet, `assigned` those that this agent has.
 */
export type Listed =
  | { readonly status: 'all' | 'paused' | 'pending' }
  | { readonly status: 'assigned'; readonly agentId: string }

export type SessionQuery = Listed & {
  readonly botId: string
  readonly limit: number
  readonly cursor?: string
  /** Only those whose newest event is not older. */
  readonly since?: Instant
}

/** Which episodes of a session, by their numbers: the first `limit` after `after`, or the last `limit` before `before` (both exclusive). */
export type EpisodeRange =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number }

/**
 * Conversations and their logs. Every read but `list`, `count`, `search`, `due` and `handoffs` sees every commit that was
 * acknowledged before. Throws `store.unavailable` where the engine cannot be reached.
 */
export interface SessionStore {
  load(id: SessionId): Promise<Loaded | undefined>

  /** Writes a decision if the session still has `version`: all of it, or nothing and `false`. */
  commit(version: number, decision: Decision<unknown>): Promise<boolean>

  /**
   * Adds or removes a watcher and bumps the version, so that a commit under way meets it; `false` where the version moved.
   * `session` is stored if it is new. The domain's attributes of a stored session are left alone.
   */
  setWatchers(version: number, session: Session, watchers: readonly Watcher[]): Promise<boolean>

  entries(id: SessionId, range: EntryRange): Promise<readonly Entry[]>

  /** The attributes of the users of at most 100 sessions; of those only who have some. */
  attributes(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Readonly<Record<string, unknown>>>>

  /**
   * The conversations of one user on one channel that have a thread and at least one entry, the newest first; at most `limit`.
   * The id of the conversation without a thread is derived, so it needs no look-up and is left out.
   */
  threads(query: {
    readonly botId: string
    readonly channel: string
    readonly userId: string
    readonly limit: number
  }): Promise<readonly SessionId[]>

  /**
   * Sessions of a list: newest event first (to ten minutes; exactly within a page). `pending` has the one that waits longest
   * first, and a conversation keeps its place there, which messages and alerts do not change.
   */
  list(query: SessionQuery): Promise<Page<Session>>

  /** How many sessions a list has, up to `most`; looks at no more than that. */
  count(query: Listed & { readonly botId: string; readonly most: number }): Promise<number>

  /**
   * Sessions that `text` finds (`soughtBy`, `matches`), newest first; at most `limit`. Nothing where `text` has no visible
   * character. A search looks at a bounded number of words, so one by several very common words may find fewer than there are.
   */
  search(query: { botId: string; text: string; limit: number }): Promise<readonly Session[]>

  /** Sessions with a deadline at or before `now`, at most `limit`. */
  due(now: Instant, limit: number): Promise<readonly SessionId[]>

  /** A session's episodes of a range, ascending. */
  episodes(id: SessionId, range: EpisodeRange): Promise<readonly Episode[]>

  /** A bot's episodes, newest first. */
  handoffs(query: {
    botId: string
    limit: number
    cursor?: string
  }): Promise<Page<Episode & { readonly session: SessionId } & Address>>
}

/** The secrets of a bot that an admin may replace. */
export interface BotSecrets {
  /** Signs the tokens of this bot's end users. */
  readonly userTokenSecret: string
  /** The host's server signs its users' ids with it. */
  readonly identitySecret: string
}

/** A bot as it is stored: with its secrets. */
export interface StoredBot extends BotSecrets {
  readonly config: BotConfig
  /** Secrets that were replaced, each with the time until which it is still accepted. */
  readonly replaced?: { readonly [Name in keyof BotSecrets]?: { readonly secret: string; readonly until: Instant } }
}

export interface StoredKey {
  readonly keyId: string
  /** SHA-256 of the secret, base64url. */
  readonly hash: string
  readonly label?: string
  readonly createdAt: string
}

/** Bots and their keys. */
export interface BotStore {
  bot(botId: string): Promise<StoredBot | undefined>
  /** Writes a bot if its stored configuration still has `version` (0: if there is none). */
  putBot(botId: string, version: number, bot: StoredBot): Promise<boolean>
  /** The ids of bots in the order of their characters' codes, those past `after` alone. */
  bots(page: { readonly after?: string; readonly limit: number }): Promise<readonly string[]>
  key(botId: string, keyId: string): Promise<StoredKey | undefined>
  keys(botId: string): Promise<readonly StoredKey[]>
  putKey(botId: string, key: StoredKey): Promise<void>
  deleteKey(botId: string, keyId: string): Promise<boolean>
}

/** Who a socket belongs to, as its token said. */
export type SocketOwner =
  | { readonly as: 'agent'; readonly id: string; readonly name?: string; readonly roles: readonly string[] }
  | ({ readonly as: 'user'; readonly session: SessionId; readonly anonymous?: true } & Address)

export interface StoredSocket {
  readonly connectionId: string
  readonly botId: string
  readonly owner: SocketOwner
  /** When its token ends, in ms; past it only an `auth` frame is accepted. */
  readonly expiresAt: Instant
  readonly connectedAt: Instant
  readonly subscription?: 'inbox' | 'live'
  /** In which shape the subscription's events come; `botpress` where none is told. */
  readonly shape?: InboxShape
  /** What it watches. */
  readonly watching: readonly SessionId[]
}

/** One change of a socket. `subscription: null` ends it; another one replaces it with its shape. */
export type SocketChange =
  | { readonly watch: SessionId }
  | { readonly unwatch: SessionId }
  | { readonly subscription: 'inbox' | 'live'; readonly shape?: InboxShape }
  | { readonly subscription: null }
  | { readonly expiresAt: Instant; readonly owner: SocketOwner }

/** A socket may have so many conversations open. */
export const MAX_WATCHED = 200

/** How many bytes of logs a socket may be sent in a window of time, which begins with the first of them. */
export interface CatchUpBudget {
  readonly bytes: number
  readonly windowMs: number
}

/** How long a mark is kept after it was raised last. */
export const READ_MARK_MS = 90 * 24 * 60 * 60_000

/** How far each agent has read each conversation. Apart from the conversation, so that reading bumps no version. */
export interface ReadMarkStore {
  /**
   * Raises an agent's mark in a stored session to `seq`, kept for `READ_MARK_MS`. The highest of several marks at the same time stands. Answers
   * where the mark stands then, and whether this call raised it.
   */
  raiseReadMark(
    mark: { readonly agentId: string; readonly session: SessionId; readonly seq: number },
    now: Instant,
  ): Promise<{ readonly seq: number; readonly raised: boolean }>
  /** An agent's marks in at most 100 sessions; of those only in which they have one that is still kept. */
  readMarks(agentId: string, sessions: readonly SessionId[], now: Instant): Promise<ReadonlyMap<SessionId, number>>
}

/** The sockets that are open, as far as is known: a socket may be gone without a word. */
export interface SocketStore {
  socket(connectionId: string): Promise<StoredSocket | undefined>
  putSocket(socket: StoredSocket): Promise<void>
  /**
   * Changes one thing of a stored socket, atomically (a socket's frames are handled side by side); `false` where there is none, and
   * where it would have more than `MAX_WATCHED` conversations open.
   */
  updateSocket(connectionId: string, change: SocketChange): Promise<boolean>
  /**
   * Takes `bytes` from what the socket may still be sent, atomically: however many ask side by side, they get no more than
   * the budget together. `false` where that is not left, or where there is no such socket; nothing is taken then.
   */
  takeCatchUp(connectionId: string, bytes: number, budget: CatchUpBudget, now: Instant): Promise<boolean>
  removeSocket(connectionId: string): Promise<void>
  /** A bot's agents' sockets (end users' are found by the sessions that they watch). */
  agentSockets(botId: string): Promise<readonly StoredSocket[]>
  /** The sockets of one agent at a bot, by their connections. Costs what that agent has, however many others there are. */
  connectionsOf(botId: string, agentId: string): Promise<readonly string[]>
}

/**
 * What was committed, session by session in the order of its commits, at least once: only changes that appended entries
 * (watching and claiming a delivery move no revision). `acknowledge` says up to where everything was dealt with; what was
 * not is given again, after a restart too.
 */
export interface ChangeFeed {
  /** The oldest that are not acknowledged; `after`: and stand behind this position. */
  read(limit: number, after?: string): Promise<readonly FeedItem[]>
  acknowledge(position: string): Promise<void>
  /** Resolves when there may be more to read, or after `ms`. */
  wait(ms: number): Promise<void>
}

export interface FeedItem {
  readonly position: string
  readonly change: SessionChange
}

/** A bot keeps so many notifications, the newest ones, and each for so long. */
export const MAX_NOTIFICATIONS = 500
export const NOTIFICATION_MS = 30 * 24 * 60 * 60_000
/** So many may be added at once. */
export const MAX_NOTIFICATIONS_AT_ONCE = 20

/** A notification before it has its number. */
export interface NewNotification {
  readonly id: string
  readonly kind: 'message' | 'handoff'
  readonly message: string
  readonly level: NotificationLevel
  readonly url?: string
  readonly session?: SessionId
  readonly by: Actor
  readonly at: Instant
}

export interface StoredNotification extends NewNotification {
  /** 1, 2, 3… of each bot, in the order in which they were added. No number comes twice. */
  readonly number: number
  readonly done?: NotificationDone
}

export interface NotificationDone {
  readonly at: Instant
  readonly by: Actor
}

/** A bot's notifications. One that is older than `NOTIFICATION_MS` counts as removed. */
export interface NotificationStore {
  /**
   * Adds notifications (at most `MAX_NOTIFICATIONS_AT_ONCE`, each with an id of its own), all of them or none, and drops the oldest past
   * `MAX_NOTIFICATIONS`. One whose id is stored is answered as it stands. Answers in the order given.
   */
  addNotifications(
    botId: string,
    notifications: readonly NewNotification[],
    now: Instant,
  ): Promise<readonly { readonly notification: StoredNotification; readonly isNew: boolean }[]>
  /** The newest first, with numbers below `before`; `open`: only those that are not done. */
  notifications(
    query: { readonly botId: string; readonly open: boolean; readonly before?: number; readonly limit: number },
    now: Instant,
  ): Promise<readonly StoredNotification[]>
  /**
   * Marks a notification as done, or (`null`) as not done. One that is so already stays as it stands (`changed: false`).
   * Nothing where there is no such notification.
   */
  setNotificationDone(
    botId: string,
    which: { readonly number: number } | { readonly id: string },
    done: NotificationDone | null,
    now: Instant,
  ): Promise<{ readonly notification: StoredNotification; readonly changed: boolean } | undefined>
  /** Up to which number an agent has read a bot's notifications; 0: nothing. */
  notificationsRead(botId: string, agentId: string): Promise<number>
  /** Raises that; it never falls. Answers where it stands then. */
  readNotifications(botId: string, agentId: string, upTo: number, now: Instant): Promise<number>
}

/** Whether the caller publishes the bot's next notice, and if not, when the present slot ends. */
export type AlertSlot = { readonly taken: true } | { readonly taken: false; readonly until: Instant }

/** Gathers a bot's alerts: one slot a bot, and its taker publishes for all. */
export interface AlertStore {
  /**
   * Takes the bot's slot from `now` to `until` if nobody has it: of callers at the same time, one does. A slot that ends more
   * than twice that far ahead was taken by a clock that was wrong, and counts as free.
   */
  takeAlertSlot(botId: string, now: Instant, until: Instant): Promise<AlertSlot>
}

/** Which agents signed out everywhere. */
export interface SignOutStore {
  /** When an agent last signed out everywhere, as of every sign-out that was acknowledged. Nothing where they never did. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** Notes that an agent signed out everywhere. An earlier moment never takes a later one's place. */
  signOutAgent(agentId: string, at: Instant): Promise<void>
}

export type Store = SessionStore &
  BotStore &
  SocketStore &
  AlertStore &
  ReadMarkStore &
  SignOutStore &
  NotificationStore

/** Sends a frame to a socket. `gone`: there is no such socket any more. Throws what may pass. */
export interface SocketGateway {
  push(connectionId: string, frame: ServerFrame): Promise<'sent' | 'gone'>
  close(connectionId: string): Promise<void>
}

/** A notice to agents through SNS. */
export interface Notice {
  /** ASCII, one line, under 100 characters. */
  readonly subject: string
  readonly email: string
  readonly sms: string
  /** For machines (HTTPS subscribers). */
  readonly data: Readonly<Record<string, unknown>>
  /** What filter policies see. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
}

export interface Notifier {
  /** Answers the id under which SNS took it, where it tells one. Throws where it did not take it. */
  publish(notice: Notice): Promise<string | undefined>
}

/**
 * The outcome of an outside call. `retry`: a failure that may pass. `missing`: answered 404 or 410. `skipped`: not made, since the
 * URL let an earlier call wait in vain; asking again makes sense after `waitMs`.
 */
export type CallResult =
  | { readonly status: 'ok'; readonly body: unknown }
  | { readonly status: 'refused' | 'retry' | 'missing'; readonly reason: string }
  | { readonly status: 'skipped'; readonly waitMs: number }

/** Signed calls to the operator's own servers (bots, channels), as Standard Webhooks has it. */
export interface WebhookCaller {
  /** Why a URL may not be called, as far as can be told without calling it; nothing where it may. */
  refusal(url: string): string | undefined
  post(call: {
    readonly url: string
    readonly secret: string
    readonly id: string
    readonly body: unknown
    readonly timeoutMs: number
    /** Is `skipped` where this URL let an earlier call wait in vain just now: for those whose waiting delays others. */
    readonly skipIfSilent?: boolean
  }): Promise<CallResult>
}

/** A committed user's message for which the bot must be asked: its turn, and which attempt of it. */
export interface TurnToAsk {
  readonly botId: string
  readonly session: SessionId
  readonly seq: number
  readonly attempt: number
}

/**
 * Asks bots apart from the request that brought the message. `ask` resolves when somebody else has the turn, never when the
 * bot has answered. A turn that gets lost after that goes to people by its deadline, like every turn without an answer.
 */
export interface Asker {
  ask(turn: TurnToAsk): Promise<void>
}

/** The agents' issuer, as far as it can be told something. */
export interface AgentIssuer {
  /** Ends what an agent is signed in with: sessions and refresh tokens, in every browser. An issuer that cannot be told does nothing. */
  signOut(agentId: string): Promise<void>
}

export interface Clock {
  now(): Instant
  sleep(ms: number): Promise<void>
}

/** Ids and secrets, from a source of randomness. */
export interface Ids {
  /** `prefix` and 22 random characters. */
  make(prefix: string): string
}

export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void
  info(message: string, details?: Readonly<Record<string, unknown>>): void
  warn(message: string, details?: Readonly<Record<string, unknown>>): void
  error(message: string, details?: Readonly<Record<string, unknown>>): void
}

/**
 * What is counted of what happened: a bot failed; a first alert went out, a reminder did, nobody came; a message could not be
 * delivered for good; an alert could not be sent; an alert waits for the bot's next notice.
 */
export type Count =
  | 'BotFailures'
  | 'HandoffsRequested'
  | 'HandoffsWaiting'
  | 'HandoffsGivenUp'
  | 'DeliveriesFailed'
  | 'AlertsFailed'
  | 'AlertsHeld'

/** Counts for whoever operates this. Never throws. */
export interface Metrics {
  count(name: Count): void
}

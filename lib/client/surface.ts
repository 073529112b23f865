import type { EpisodeOutcome, Priority } from '../protocol/control.ts'
import type { Entry } from '../protocol/entry.ts'
import type { InboxEvent, InboxShape, ServerFrame } from '../protocol/frames.ts'
import type { MessageType } from '../protocol/message.ts'
import type { TokenSource } from './credentials.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { Http } from './http.ts'
import type { ProblemDetails } from './problem-error.ts'
import type { ConnectionState } from './state.ts'

export interface ClientOptions {
  /** Where the HTTP API is, without `/api`; empty for the page's own origin. A function is asked for each request. */
  readonly url: string | (() => string)
  /** Where the socket is, `wss://…`. A function is asked for each attempt, after the token source. */
  readonly socketUrl: string | (() => string)
  readonly botId: string
  readonly token: TokenSource
  readonly environment: ClientEnvironment
  /** How the inbox's events come: as conversations, or under the names of Botpress' module. By the server's default where it is left out. */
  readonly inboxShape?: InboxShape
  /**
   * Names the person in `environment.storage`: commands that were not acknowledged survive a reload under this name, and only
   * the same person's client sends them. Without it they last as long as the client.
   */
  readonly person?: string
}

/** Something said: a text, or a content of another type. */
export interface Say {
  readonly type?: MessageType
  readonly text?: string
  readonly payload?: Readonly<Record<string, unknown>>
}

export interface SayOptions {
  /** Say it only if people hold the conversation and no other agent has it; else it fails with `handoff.not_yours`. */
  readonly ifHeld?: boolean
  /** The command's id, where it was shown under one before there was a conversation. */
  readonly id?: string
}

export interface PauseOptions {
  readonly reason?: string
  readonly priority?: Priority
}

export interface UnpauseOptions {
  readonly outcome?: Exclude<EpisodeOutcome, 'expired'>
  readonly comment?: string
}

/** A command of the outbox, as it will be sent. */
export type Command =
  | { readonly type: 'message'; readonly message: Say; readonly ifHeld?: boolean }
  | ({ readonly type: 'pause' } & PauseOptions)
  | ({ readonly type: 'unpause' } & UnpauseOptions)
  | { readonly type: 'note'; readonly text: string }

/** A command that the log does not show yet; drawn after the log. */
export interface OutboxItem {
  /** The command's id, the `clientId` of the entry to come. */
  readonly id: string
  readonly command: Command
  /** When it was given, in milliseconds since 1970. */
  readonly at: number
  readonly state: /** It is sent as soon as that can be, and again until it is acknowledged. */
    | { readonly status: 'waiting' }
    /** The server has it; its entry is on the way. */
    | { readonly status: 'acknowledged'; readonly seq: number }
    /** It was not carried out, and is not sent again unless `retry` says so. */
    | { readonly status: 'failed'; readonly problem: ProblemDetails }
}

/** The outcome of a command. */
export type Settled =
  | { readonly status: 'done'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly status: 'failed'; readonly problem: ProblemDetails }
  | { readonly status: 'discarded' }

export interface SentCommand {
  readonly id: string
  /** Resolves once the server has answered for good, perhaps after hours offline. It never rejects. */
  readonly settled: Promise<Settled>
}

export type ConversationStatus =
  /** Its newest page is under way. */
  | 'opening'
  | 'open'
  /** This bot has no such conversation, or it is somebody else's. */
  | 'unknown'

/** A conversation as it is now. The same object as long as nothing changed. */
export interface ConversationSnapshot {
  readonly session: string
  readonly status: ConversationStatus
  /** Everything that this reader may see of (`after`, `cursor`], ascending, each entry once. */
  readonly entries: readonly Entry[]
  /** The entries begin past this `seq`: 0 once the whole log is here. */
  readonly after: number
  /** The highest `seq` up to which nothing is missing. */
  readonly cursor: number
  /** Whether people hold it; unknown until the server has said so. */
  readonly isPaused: boolean | undefined
  readonly hasEarlier: boolean
  readonly isLoadingEarlier: boolean
  /** Whether newer entries are known to be on the way. */
  readonly isCatchingUp: boolean
  readonly outbox: readonly OutboxItem[]
  /** The parties who typed within the last seconds. */
  readonly typing: readonly TypingParty[]
}

export type TypingParty = Extract<ServerFrame, { type: 'typing' }>['from']
/** Where an agent types. */
export type TypingWhere = NonNullable<Extract<ServerFrame, { type: 'typing' }>['in']>

/** A conversation that is open: it is kept up to date until `close`. `snapshot` and `subscribe` fit React's `useSyncExternalStore`. */
export interface ConversationHandle {
  readonly session: string
  snapshot(): ConversationSnapshot
  subscribe(listener: () => void): Undo
  say(content: Say | string, options?: SayOptions): SentCommand
  pause(options?: PauseOptions): SentCommand
  unpause(options?: UnpauseOptions): SentCommand
  note(text: string): SentCommand
  /**
   * Shows the others that this person types; call it with each key, it is sent every few seconds. Lost where there is no connection.
   * The user is not told that an agent types a note (`where`).
   */
  typing(on: boolean, where?: TypingWhere): void
  /** Puts the page of entries before the first one in front. Throws a `ProblemError` where the API does. */
  loadEarlier(): Promise<void>
  /** Reads the log to its beginning and back, however long it is. The reader ends with the handle. */
  reader(options?: ReaderOptions): LogReader
  /** Sends a failed command once more. */
  retry(id: string): void
  /** Takes a command out of the outbox. One that was sent may have been carried out. */
  discard(id: string): void
  /** Ends the watching once each handle of this conversation is closed and its outbox is empty. */
  close(): void
}

export interface ReaderOptions {
  /** The reader holds so many entries, and a page or two more: 1,000 where it is left out. */
  readonly mostEntries?: number
}

/** The stretch of a log that a reader shows. The same object as long as nothing changed. */
export interface ReaderSnapshot {
  /** Everything that this person may see of (`after`, `upto`], ascending, each entry once. */
  readonly entries: readonly Entry[]
  readonly after: number
  /** The conversation's `cursor`, unless `hasLater`. */
  readonly upto: number
  readonly hasEarlier: boolean
  readonly hasLater: boolean
  readonly isLoading: boolean
  /** Another number once both ends have moved at once: a list cannot keep its place then. */
  readonly place: number
}

/**
 * Shows one stretch of a log: at first the conversation's own entries, whose end it follows. One page is read at a time: a call meanwhile
 * waits for that one. Each throws a `ProblemError` where the API does.
 */
export interface LogReader {
  snapshot(): ReaderSnapshot
  subscribe(listener: () => void): Undo
  /** Puts the page before in front, and lets go of the pages at the end that are too much. */
  earlier(): Promise<void>
  /** Puts the next page behind, until the log's end is reached. */
  later(): Promise<void>
  /**
   * Lets go of the pages at the beginning that are too much, unless one is read just now. A list moves everything then: call it while
   * nobody scrolls, and where the person reads near the end of the stretch.
   */
  dropBeginning(): void
  /** Shows the stretch around an entry, unless it is shown already. */
  goTo(seq: number): Promise<void>
  /** Shows the log's end. */
  toEnd(): void
}

export type Subscription = 'inbox' | 'live'

export type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

/** The protocol's client: one socket that heals itself, the conversations that are open on it, and typed HTTP. */
export interface Client {
  readonly state: ConnectionState
  onState(listener: (state: ConnectionState) => void): Undo
  /** Opens a conversation. Several handles of one conversation share one log. */
  conversation(session: string): ConversationHandle
  /** Follows many conversations (agents); subscribed again after each reconnect. `undefined` ends it. */
  subscribe(to: Subscription | undefined): void
  onInbox(listener: (events: readonly InboxEvent[]) => void): Undo
  /** Calls after each subscribing that the server acknowledged: earlier events have no cursor, so fetch lists again. */
  onSubscribed(listener: () => void): Undo
  /** Every frame of the server, after the client has read it; for types that it does not know itself. */
  onFrame(listener: (frame: ServerFrame) => void): Undo
  /**
   * Sends a frame and resolves with the `result` of its `ok`. Rejects with a `ProblemError`, at once where there is no
   * connection. Nothing is sent again: commands belong to a conversation's handle.
   */
  ask(frame: Readonly<Record<string, unknown>> & { readonly type: string }): Promise<Readonly<Record<string, unknown>>>
  /** Tries to connect now: after a sign-in, or by a button. */
  tryNow(): void
  readonly http: Http
  /** Closes the socket and every handle. Commands that wait stay in storage. */
  close(): void
}

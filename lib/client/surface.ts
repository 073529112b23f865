import type { DeclineFields, PauseFields, SuperviseFields, TransferFields, UnpauseFields } from '../protocol/control.ts'
import type { Entry } from '../protocol/entry.ts'
import type { InboxEvent, InboxShape, ServerFrame } from '../protocol/frames.ts'
import type { MessageType } from '../protocol/message.ts'
import type { TokenSource } from './credentials.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { Http } from './http.ts'
import type { ProblemDetails } from './problem-error.ts'
import type { ConnectionState } from './state.ts'

export interface ClientOptions {
  /**
   * The base URL of the HTTP API, without `/api`. Empty for the page's own origin. A function is called for each
   * request.
   */
  readonly url: string | (() => string)
  /** The URL of the socket, `wss://…`. A function is called for each attempt, after the token source. */
  readonly socketUrl: string | (() => string)
  readonly botId: string
  readonly token: TokenSource
  readonly environment: ClientEnvironment
  /**
   * The shape of the inbox's events: conversations, or the events of Botpress' module `hitl`. The server's default if
   * missing.
   */
  readonly inboxShape?: Exclude<InboxShape, 'hitlnext'>
  /**
   * Names the person in `environment.storage`. Commands that were not acknowledged survive a reload under this name,
   * and only the same person's client sends them. Without it they last as long as the client.
   */
  readonly person?: string
}

/** A message: a text, or a content of another type. */
export interface Say {
  readonly type?: MessageType
  readonly text?: string
  readonly payload?: Readonly<Record<string, unknown>>
}

export interface SayOptions {
  /**
   * If true, the message is sent only if people hold the conversation and no other agent has it. Otherwise it fails
   * with `handoff.not_yours`.
   */
  readonly ifHeld?: boolean
  /** The first entry of a supervised bot's reply, whose place the message takes. It may fail with `review.closed`. */
  readonly insteadOf?: number
  /** The command's id, if the page showed the message under one before the conversation existed. */
  readonly id?: string
}

/** `reason`, `priority`. */
export type PauseOptions = PauseFields

/** `outcome`, `comment`. */
export type UnpauseOptions = UnpauseFields

/** `to`: the id of an agent who is online; missing, the conversation waits again. `reason`. */
export type TransferOptions = TransferFields

/** A command of the outbox, as it will be sent. */
export type Command =
  | { readonly type: 'message'; readonly message: Say; readonly ifHeld?: boolean; readonly insteadOf?: number }
  | ({ readonly type: 'pause' } & PauseOptions)
  | ({ readonly type: 'unpause' } & UnpauseOptions)
  | ({ readonly type: 'supervise' } & SuperviseFields)
  | { readonly type: 'approve'; readonly of: number; readonly replies?: readonly Say[] }
  | { readonly type: 'claim' }
  | ({ readonly type: 'transfer' } & TransferOptions)
  | ({ readonly type: 'decline' } & DeclineFields)
  | { readonly type: 'note'; readonly text: string }

/** A command that the log does not contain yet. Show it after the log. */
export interface OutboxItem {
  /** The command's id, which its entry will have as `clientId`. */
  readonly id: string
  readonly command: Command
  /** When the command was given, in milliseconds since 1970. */
  readonly at: number
  readonly state: /** The client sends it when it can, and repeats it until the server acknowledges it. */
    | { readonly status: 'waiting' }
    /** The server has acknowledged it; its entry is on its way. */
    | { readonly status: 'acknowledged'; readonly seq: number }
    /** It was not carried out. Only `retry` sends it again. */
    | { readonly status: 'failed'; readonly problem: ProblemDetails }
}

/** The outcome of a command. */
export type Settled =
  | { readonly status: 'done'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly status: 'failed'; readonly problem: ProblemDetails }
  | { readonly status: 'discarded' }

export interface SentCommand {
  readonly id: string
  /** Resolves with the server's final answer, perhaps after hours offline. Never rejects. */
  readonly settled: Promise<Settled>
}

export type ConversationStatus =
  /** Its newest page is loading. */
  | 'opening'
  | 'open'
  /** This bot has no such conversation, or it belongs to another user. */
  | 'unknown'

/** The current state of a conversation. The same object until something changes. */
export interface ConversationSnapshot {
  readonly session: string
  readonly status: ConversationStatus
  /** Everything that this reader may see of (`after`, `cursor`], ascending, each entry once. */
  readonly entries: readonly Entry[]
  /** The entries begin after this `seq`. 0 if the log is loaded from its beginning. */
  readonly after: number
  /** The highest `seq` up to which nothing is missing. */
  readonly cursor: number
  /** Whether people hold it. Undefined until the server has said so. */
  readonly isPaused: boolean | undefined
  readonly hasEarlier: boolean
  readonly isLoadingEarlier: boolean
  /** Whether newer entries are known to be missing. */
  readonly isCatchingUp: boolean
  readonly outbox: readonly OutboxItem[]
  /** The parties who typed within the last seconds. */
  readonly typing: readonly TypingParty[]
  /** How far the messages have got at the user. Only agents learn it. */
  readonly receipts: Receipts
}

/** The highest `seq` up to which everything has arrived at the user, or was read by them; 0 for none. They only rise. */
export interface Receipts {
  readonly deliveredUpTo: number
  readonly readUpTo: number
}

export type TypingParty = Extract<ServerFrame, { type: 'typing' }>['from']
/** The field in which an agent types. */
export type TypingWhere = NonNullable<Extract<ServerFrame, { type: 'typing' }>['in']>

/**
 * An open conversation, which stays up to date until `close`. `snapshot` and `subscribe` fit React's
 * `useSyncExternalStore`.
 */
export interface ConversationHandle {
  readonly session: string
  snapshot(): ConversationSnapshot
  subscribe(listener: () => void): Undo
  say(content: Say | string, options?: SayOptions): SentCommand
  pause(options?: PauseOptions): SentCommand
  unpause(options?: UnpauseOptions): SentCommand
  /** The bot's replies wait for an agent's decision, until `unpause`. */
  supervise(options?: SuperviseFields): SentCommand
  /** Sends the supervised bot's reply from the entry `of`, or `replies` in its place. May fail with `review.closed`. */
  approve(of: number, replies?: readonly (Say | string)[]): SentCommand
  /** Takes a conversation that waits. Fails with `handoff.already_claimed` if another agent has it. */
  claim(): SentCommand
  /** Gives a conversation to another agent, or lets it wait again. */
  transfer(options?: TransferOptions): SentCommand
  /** Says why this agent does not take the conversation. It waits for another one. */
  decline(reason: string): SentCommand
  note(text: string): SentCommand
  /** Shows the others that this person types; call it with each key. Users do not learn of a note (`where`). */
  typing(on: boolean, where?: TypingWhere): void
  /** Loads the page before the first entry. Throws the `ProblemError` of the API. */
  loadEarlier(): Promise<void>
  /** Makes a reader that goes to the log's beginning and back, however long it is. It ends with the handle. */
  reader(options?: ReaderOptions): LogReader
  /** Sends a failed command again. */
  retry(id: string): void
  /** Removes a command from the outbox. If it was sent, the server may have carried it out. */
  discard(id: string): void
  /** Stops watching once all handles of this conversation are closed and its outbox is empty. */
  close(): void
}

export interface ReaderOptions {
  /** Number of entries that the reader keeps, plus a page or two. 1,000 if missing. */
  readonly mostEntries?: number
}

/** The stretch of a log that a reader shows. The same object until something changes. */
export interface ReaderSnapshot {
  /** Everything in (`after`, `upto`] that this person may see, ascending, each entry once. */
  readonly entries: readonly Entry[]
  readonly after: number
  /** The conversation's `cursor`, unless `hasLater`. */
  readonly upto: number
  readonly hasEarlier: boolean
  readonly hasLater: boolean
  readonly isLoading: boolean
  /** Changes when both ends moved at once. A list cannot keep its position then. */
  readonly place: number
}

/**
 * Shows one stretch of a log: at first the conversation's own entries, whose end it follows. It reads one page at a
 * time; a call meanwhile waits for that page. Each method throws the `ProblemError` of the API.
 */
export interface LogReader {
  snapshot(): ReaderSnapshot
  subscribe(listener: () => void): Undo
  /** Loads the page before, and drops the pages at the end that exceed the maximum. */
  earlier(): Promise<void>
  /** Loads the next page, until the log's end is reached. */
  later(): Promise<void>
  /**
   * Drops the pages at the beginning that exceed the maximum, unless a page is loading. This moves everything in a
   * list: call it while the list does not scroll, and while the person reads near the end of the stretch.
   */
  dropBeginning(): void
  /** Shows the stretch around an entry, unless the entry is shown. */
  goTo(seq: number): Promise<void>
  /** Shows the log's end. */
  toEnd(): void
}

export type Subscription = 'inbox' | 'live'

export type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

/** The protocol's client: one socket that reconnects, the conversations open on it, and typed HTTP. */
export interface Client {
  readonly state: ConnectionState
  onState(listener: (state: ConnectionState) => void): Undo
  /** Opens a conversation. Several handles of one conversation share one log. */
  conversation(session: string): ConversationHandle
  /** Follows many conversations (agents). The client subscribes again after each reconnect. `undefined` ends it. */
  subscribe(to: Subscription | undefined): void
  onInbox(listener: (events: readonly InboxEvent[]) => void): Undo
  /**
   * Called after each subscription that the server acknowledged. Earlier events have no cursor, so fetch lists again.
   */
  onSubscribed(listener: () => void): Undo
  /**
   * Called with every frame of the server after the client has handled it, also with types that the client does not
   * know.
   */
  onFrame(listener: (frame: ServerFrame) => void): Undo
  /**
   * Sends a frame and resolves with the `result` of its `ok`. Rejects with a `ProblemError`, at once if there is no
   * connection. Does not send the frame again; use a conversation's handle for commands.
   */
  ask(frame: Readonly<Record<string, unknown>> & { readonly type: string }): Promise<Readonly<Record<string, unknown>>>
  /** Tries to connect now: after a sign-in, or when the person presses a button. */
  tryNow(): void
  readonly http: Http
  /** Closes the socket and every handle. Waiting commands stay in storage. */
  close(): void
}

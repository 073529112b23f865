import type { StoredPlatformApp } from '../ports/channels.ts'
import type { CallResult, PlatformCaller, WebhookCaller } from '../ports/outside.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { ChannelCheck } from '../protocol/channel-check.ts'
import type { ChannelOf, ChannelType } from '../protocol/channels.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { Content, InboundMessage, UserProfile } from '../protocol/message.ts'
import type { PlatformType } from '../protocol/routes/channels.ts'
import type { Instant, Session } from '../session/session.ts'

/**
 * A kind of channel: how Interlude reaches its users, and how their events reach Interlude. Each kind has a folder of its
 * own and one line in `channels.ts`. The tests of `test/channels` run over all of them.
 */
export interface Channel<Type extends ChannelType = ChannelType>
  extends Outbound<ChannelOf<Type>>,
    Setup<ChannelOf<Type>> {
  readonly type: Type
  /** `api`: users' messages come by the routes of Interlude's own API. */
  readonly inbound: Type extends PlatformType ? Inbound<ChannelOf<Type>> : 'api'
  /** `none`: every application may answer at any time. */
  readonly control: PlatformControl<ChannelOf<Type>> | 'none'
}

/** The ports through which channels reach the outside. */
export interface ChannelPorts {
  readonly webhooks: WebhookCaller
  readonly platforms: PlatformCaller
  readonly log: Log
  readonly clock: Pick<Clock, 'now'>
  readonly settings: { readonly platformUrls: PlatformUrls }
  readonly directory: { platformApp(type: ChannelType): Promise<PlatformApp | undefined> }
}

/** Addresses of other servers than the platforms' own, for example of doubles. Without a path. */
export type PlatformUrls = { readonly [Type in ChannelType]?: string }

/** The place and the time of a check. `callbackUrl`: the URL of this deployment for the channel's platform. */
export interface Here {
  readonly callbackUrl: string
  readonly now: Instant
}

/** How an operator learns that a channel works. */
export interface Setup<Config> {
  /** Checks a channel from outside. Changes nothing, and tells no secret. Empty: it has no checks. */
  check(ports: ChannelPorts, config: Config, here: Here): Promise<readonly ChannelCheck[]>
  /**
   * Asks the platform to send the account's events here. Returns what prevented it. Does nothing on a channel that needs
   * no such request.
   */
  subscribe(ports: ChannelPorts, config: Config, here: Here): Promise<ChannelCheck | undefined>
}

/** A message that leaves for a user. */
export interface Delivery {
  readonly session: Session
  readonly message: MessageEntry
}

/**
 * A message as its platform's calls, at least one, in order. `refused`: the platform cannot get this message, now or
 * later; `reason` is for agents.
 */
export type Rendering =
  | { readonly status: 'rendered'; readonly calls: readonly [Call, ...Call[]] }
  | { readonly status: 'refused'; readonly reason: string }

/** The body of one call to a platform, as JSON. */
export type Call = Readonly<Record<string, unknown>>

/** The user who gets a call. `id` is the same in each attempt of a call. */
export interface Recipient<Config> {
  readonly config: Config
  readonly session: Session
  readonly id: string
}

/** The way from Interlude to the users of a channel. */
export interface Outbound<Config> {
  /**
   * Makes the calls that carry a message. Pure: the same message gives the same calls, so a delivery that stopped
   * between two calls goes on with the second.
   */
  render(delivery: Delivery, config: Config, now: Instant): Rendering
  /**
   * Makes one call. `retry`: a failure that may pass; `skipped`: the platform asks to wait; `refused`: it will never take
   * this call.
   */
  send(ports: ChannelPorts, call: Call, to: Recipient<Config>): Promise<CallResult>
  /** How long the platform shows that somebody types, in ms. 0: it has no such sign. */
  readonly typingMs: number
  /**
   * Shows the user that an answer is being written. `name`: the agent who types. Does nothing on a channel without such a
   * sign. Takes at most some seconds. Never throws.
   */
  showTyping(ports: ChannelPorts, userId: string, config: Config, name?: string): Promise<void>
  /** Looks up the user's name, picture and language. Undefined if the platform does not tell. Never throws. */
  profile(ports: ChannelPorts, userId: string, config: Config): Promise<UserProfile | undefined>
}

/** The side that may answer the user at the platform: people who use another application, or Interlude. */
export type Side = 'people' | 'interlude'

/** Control over a conversation at a platform where one application at a time may answer. */
export interface PlatformControl<Config> {
  /** Whether Interlude moves control itself as conversations wait for a person, and no longer wait. */
  isMoved(config: Config): boolean
  /** Moves control. `ok` also if that side has it already. */
  move(ports: ChannelPorts, to: Side, userId: string, config: Config): Promise<CallResult>
}

/** A request of a platform to Interlude's URL for it. */
export interface PlatformRequest {
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** The bytes as they came: signatures are over these. */
  readonly body: Buffer
}

/** An account of a platform (a page, a bot's account), and the channel of a bot that it belongs to. */
export interface Account<Config> {
  readonly botId: string
  readonly channel: string
  readonly config: Config
}

/** The ids and secrets of the operator's application at a platform. */
export type PlatformApp = StoredPlatformApp['fields']

/** The data that `Inbound` may look up. */
export interface Lookup<Config> {
  /** Undefined if the operator has not entered it. */
  app(): Promise<PlatformApp | undefined>
  account(id: string): Promise<Account<Config> | undefined>
  /**
   * Reads a message that Interlude sent to a user, for a platform whose buttons have no room for the bot's payload.
   * Undefined if there is no such message.
   */
  sent(account: Account<Config>, userId: string, seq: number): Promise<MessageEntry | undefined>
}

/** The way from a platform to Interlude: one URL for all accounts, `/api/v1/channels/{type}/webhook`. */
export interface Inbound<Config> {
  /**
   * Answers the platform's check of the URL (`GET`) with the text that it expects. Undefined: the check is not one that
   * the operator began. Missing if the platform has no such check.
   */
  verify?(request: PlatformRequest, lookup: Lookup<Config>): Promise<string | undefined>
  /**
   * Checks who sent a request (`POST`), and reads its events in their order. `forged`: the sender cannot be the platform;
   * nothing of the request is used. `warnings` name what could not be read.
   */
  read(request: PlatformRequest, lookup: Lookup<Config>): Promise<Reading<Config>>
}

/** `answer`: what the platform gets, as JSON, once the events are carried out. It gets `{}` by default. */
export type Reading<Config> =
  | { readonly status: 'forged'; readonly reason: string }
  | {
      readonly status: 'read'
      readonly events: readonly AccountEvent<Config>[]
      readonly warnings: readonly string[]
      readonly answer?: Readonly<Record<string, unknown>>
    }

/**
 * An event in a conversation of an account. `standby`: another application controls the conversation, so the platform
 * would refuse an answer.
 */
export interface AccountEvent<Config> {
  readonly account: Account<Config>
  readonly userId: string
  readonly event: ChannelEvent
  readonly standby?: true
}

/**
 * Something that happened in a platform's conversation.
 * - `message`: the user wrote, chose or sent something. Its `id` is the platform's.
 * - `sentElsewhere`: somebody answered the user past Interlude, for example in the page's own inbox.
 * - `sentByUs`: the platform reports a call of ours. `id` is the one of `Outbound.send`.
 * - `receipt`: the user's device got or showed everything that was sent up to this time.
 * - `control`: another application took the conversation over, or gave it back. `by` names it, for agents. `own`: by a
 *   call of the operator's application.
 * - `remark`: for agents only: the user deleted or changed a message, reacted to one, or blocked the account.
 *
 * The same event has the same `id` in each delivery. `at` is missing if the platform does not tell the time.
 */
export type ChannelEvent =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  | { readonly kind: 'sentElsewhere'; readonly id: string; readonly at?: string; readonly message: Content }
  | { readonly kind: 'sentByUs'; readonly id: string; readonly at?: string }
  | { readonly kind: 'receipt'; readonly state: 'delivered' | 'read'; readonly upTo: Instant }
  | {
      readonly kind: 'control'
      readonly id: string
      readonly change: 'taken' | 'given'
      readonly by: string
      readonly own?: true
    }
  | { readonly kind: 'remark'; readonly id: string; readonly remark: Remark }

/**
 * `of` is the id of the message, as in its `message` event. `text` is the new text of a changed message. `removed`: the
 * user took the reaction or the block back. An account that is blocked reaches the user no more.
 */
export type Remark =
  | { readonly type: 'deleted'; readonly of: string }
  | { readonly type: 'edited'; readonly of: string; readonly text: string }
  | { readonly type: 'reaction'; readonly of: string; readonly emoji?: string; readonly removed?: true }
  | { readonly type: 'blocked'; readonly removed?: true }

import type { ServerFrame } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { AlertEvent, AlertField } from '../protocol/subscription.ts'

/** Sends a frame to a socket. `gone`: the socket no longer exists. Throws on a temporary failure. */
export interface SocketGateway {
  push(connectionId: string, frame: ServerFrame): Promise<'sent' | 'gone'>
  close(connectionId: string): Promise<void>
}

/** The fields of an alert that filter policies see. A list passes if one of its values does. */
export type AlertAttributes = { readonly botId: string; readonly event: AlertEvent } & {
  readonly [Field in Exclude<AlertField, 'event'>]?: string | readonly string[]
}

/** A notice to agents through SNS. */
export interface Notice {
  /** ASCII, one line, under 100 characters. */
  readonly subject: string
  readonly email: string
  readonly sms: string
  /** For HTTPS subscribers. */
  readonly data: Readonly<Record<string, unknown>>
  /** For the subscribers' filter policies. */
  readonly attributes: AlertAttributes
}

export interface Notifier {
  /** Returns the id that SNS gave the notice, if any. Throws if SNS did not accept it. */
  publish(notice: Notice): Promise<string | undefined>
}

/**
 * The outcome of an outside call. `retry`: a temporary failure. `missing`: answered 404 or 410. `skipped`: not carried
 * out, since an earlier call to the URL timed out recently, or for another `reason`; try again after `waitMs`.
 * `forAccount`: a platform skips every call for this account until then.
 */
export type CallResult =
  | { readonly status: 'ok'; readonly body: unknown }
  | { readonly status: 'refused' | 'retry' | 'missing'; readonly reason: string }
  | {
      readonly status: 'skipped'
      readonly waitMs: number
      readonly reason?: string
      readonly forAccount?: true
    }

/** Makes signed calls to the operator's servers (bots, channels) according to Standard Webhooks. */
export interface WebhookCaller {
  /** Why a URL may not be called, as far as the URL itself shows. Undefined if it may be called. */
  refusal(url: string): string | undefined
  post(call: {
    readonly url: string
    readonly secret: string
    readonly id: string
    readonly body: unknown
    readonly timeoutMs: number
    /** Returns `skipped` if an earlier call to this URL timed out recently. For callers whose waiting delays others. */
    readonly skipIfSilent?: boolean
  }): Promise<CallResult>
}

/**
 * A platform's answer. `headers`: those that the request asked for, if they came. `unreachable`: no complete answer
 * came; the platform may have carried the call out.
 */
export type PlatformAnswer =
  | {
      readonly status: number
      readonly body: unknown
      readonly retryAfterSeconds?: number
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly status: 'unreachable'; readonly reason: string }

/** Calls the HTTP APIs of platforms (Meta, Telegram), whose addresses the operator does not choose. Never throws. */
export interface PlatformCaller {
  call(request: {
    readonly method: 'GET' | 'POST' | 'DELETE'
    readonly url: string
    readonly headers?: Readonly<Record<string, string>>
    /** Sent as JSON. */
    readonly body?: unknown
    readonly timeoutMs: number
    /** Names of headers of the answer that the caller reads, in small letters. */
    readonly wantedHeaders?: readonly string[]
  }): Promise<PlatformAnswer>
}

/** A committed user's message about which the bot must be asked: its turn, and the attempt of it. */
export interface TurnToAsk {
  readonly botId: string
  readonly session: SessionId
  readonly seq: number
  readonly attempt: number
}

/**
 * Asks bots outside the request that brought the message. `ask` resolves when another process has taken over the turn,
 * not when the bot has answered. If the turn is lost after that, it goes to people at its deadline, like every turn
 * without an answer.
 */
export interface Asker {
  ask(turn: TurnToAsk): Promise<void>
}

/** The issuer of the agents' tokens. */
export interface AgentIssuer {
  /** Ends an agent's sessions and refresh tokens in every browser. Does nothing if the issuer has no such request. */
  signOut(agentId: string): Promise<void>
}

import type { ServerFrame } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'

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

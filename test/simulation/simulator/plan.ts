import type { BotConfig } from '../../../lib/protocol/config.ts'
import type { Policy } from '../../../lib/session/policy.ts'

/** The rates of faults, 0 to 1. */
export interface FaultRates {
  /** Store calls that fail before or after they take effect; commits with a false conflict. */
  readonly storeBefore: number
  readonly storeAfter: number
  readonly conflict: number
  /** Store calls that take seconds. */
  readonly storeSlow: number
  /** Pushes that throw, get lost or arrive twice. */
  readonly pushThrows: number
  readonly pushLost: number
  readonly pushTwice: number
  /** Client requests or answers that get lost, and requests that arrive twice. */
  readonly requestLost: number
  readonly answerLost: number
  readonly requestTwice: number
  /** Webhooks that are not reached, and webhooks whose answer gets lost. */
  readonly hookUnreached: number
  readonly hookAnswerLost: number
  readonly alertFails: number
  /** Batches of the feed that arrive a second time, late. */
  readonly batchTwice: number
  /** Bots that are slow, late, silent, failing or invalid. */
  readonly botBad: number
}

export const noFaults: FaultRates = {
  storeBefore: 0,
  storeAfter: 0,
  conflict: 0,
  storeSlow: 0,
  pushThrows: 0,
  pushLost: 0,
  pushTwice: 0,
  requestLost: 0,
  answerLost: 0,
  requestTwice: 0,
  hookUnreached: 0,
  hookAnswerLost: 0,
  alertFails: 0,
  batchTwice: 0,
  botBad: 0,
}

export type ChannelName = 'web' | 'sms' | 'chat'

export interface BotPlan {
  readonly id: string
  readonly mode: BotConfig['mode']
  readonly turns: BotConfig['turns']
  readonly timeoutMs: number
  /** Whether it has an endpoint for events. */
  readonly events?: boolean
}

export interface ConversationPlan {
  readonly bot: number
  readonly channel: ChannelName
  readonly user: string
}

/** The owner of a socket: an agent of a bot, or the user of a conversation. */
export type SeatPlan =
  | { readonly as: 'agent'; readonly name: string; readonly bot: number }
  | { readonly as: 'user'; readonly of: number }

/** A period in which an outside part does not work, in ms from the beginning. */
export interface Outage {
  readonly of: ChannelName | 'bot' | 'alerts'
  readonly how: 'down' | 'refuses' | 'slow'
  readonly from: number
  readonly to: number
}

interface Scheduled {
  readonly id: number
  /** In ms from the beginning. */
  readonly at: number
}
export type Op = Scheduled &
  (
    | { readonly kind: 'user says'; readonly of: number; readonly patienceMs: number; readonly tries: number }
    | {
        readonly kind: 'agent over REST'
        readonly does: Deed
        readonly of: number
        readonly name: string
        readonly withId: boolean
      }
    | { readonly kind: 'bot speaks up'; readonly of: number }
    | { readonly kind: 'seat does'; readonly does: Deed; readonly seat: number; readonly of: number }
    | { readonly kind: 'seat connects' | 'seat leaves' | 'seat is cut off' | 'seat pings'; readonly seat: number }
    | { readonly kind: 'seat opens'; readonly seat: number; readonly of: number }
    | { readonly kind: 'seat closes'; readonly seat: number; readonly of: number }
    | { readonly kind: 'seat subscribes'; readonly seat: number; readonly to: 'inbox' | 'live' }
    | { readonly kind: 'bot-wide'; readonly bot: number; readonly paused: boolean }
    | { readonly kind: 'machine dies'; readonly pool: PoolName }
  )
export type Deed =
  | 'pause'
  | 'unpause'
  | 'claim'
  | 'transfer'
  | 'decline'
  | 'acknowledgeAlert'
  | 'supervise'
  | 'approve'
  | 'say'
  | 'note'
export type PoolName = 'http' | 'socket' | 'dispatch' | 'clock'

/** A whole run as data, which shrinking reduces. */
export interface Plan {
  readonly seed: string
  readonly bots: readonly BotPlan[]
  readonly conversations: readonly ConversationPlan[]
  readonly seats: readonly SeatPlan[]
  readonly ops: readonly Op[]
  readonly outages: readonly Outage[]
  readonly faults: FaultRates
  readonly readers: number
  readonly clockEveryMs: number
  readonly skewMs: number
  /** Whether one process serves everything, as on one machine: then cached configurations are never outdated. */
  readonly alone: boolean
  readonly shortPolicy: boolean
  /** Interlude gives waiting conversations to agents, each of whom has at most this many. Missing: agents pick. */
  readonly capacity?: number
  /** The effect of a review's deadline: the reply is sent, or people get the conversation. */
  readonly reviewThen: Policy['reviewThen']
}

export type Size = 'small' | 'big'

import type { BotAgent } from '../protocol/agents.ts'
import type { BotCheck } from '../protocol/bot-check.ts'
import type { ChannelCheck } from '../protocol/channel-check.ts'
import type { BotConfig } from '../protocol/config.ts'
import type { AlertSubscription } from '../protocol/subscription.ts'

/** How the address answers. `foreign`: something answers there, but not the API of Interlude. */
export type ServiceFacts =
  | { readonly status: 'unreachable'; readonly address: string; readonly reason: string }
  | {
      readonly status: 'foreign'
      readonly address: string
      readonly answered: string
      /** The address without its path, if Interlude answers there. */
      readonly right?: string
    }
  | {
      readonly status: 'reached'
      readonly address: string
      /** Missing if the service does not tell. */
      readonly version?: string
      /** How far this machine's clock is ahead of the server's, in ms. Missing if the server tells no time. */
      readonly aheadMs?: number
    }

/** The person whom the token names. */
export type PersonFacts =
  | { readonly status: 'no_token' }
  | { readonly status: 'refused'; readonly code: string; readonly detail: string }
  | { readonly status: 'known'; readonly isAdmin: boolean; readonly roles: readonly string[] }

/** The bots to look at: the named one, or all. `unknown`: the named one does not exist. */
export type ChoiceFacts =
  | { readonly status: 'none' }
  | { readonly status: 'unknown'; readonly botId: string; readonly ids: readonly string[] }
  | { readonly status: 'chosen'; readonly ids: readonly string[] }

/** Facts about a bot, as the API returns them. A part that could not be read is missing. */
export interface BotFacts {
  readonly botId: string
  readonly config: BotConfig
  readonly keys: number
  readonly agents: readonly Pick<BotAgent, 'id' | 'status'>[]
  readonly check: BotCheck
  readonly channels: Readonly<Record<string, readonly ChannelCheck[]>>
  /** Missing if the deployment's topic does not answer. */
  readonly subscriptions?: readonly AlertSubscription[]
  /** Events that the endpoint did not take, up to a page. */
  readonly deadEvents: number
}

/** Everything that was read of an Interlude. A part is missing if an earlier one kept it from being read. */
export interface Facts {
  /** The version of the reader. */
  readonly version: string
  /** The date in UTC, such as `2026-12-01`. */
  readonly today: string
  readonly service: ServiceFacts
  readonly person?: PersonFacts
  readonly choice?: ChoiceFacts
  readonly bots?: readonly BotFacts[]
}

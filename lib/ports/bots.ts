import type { BotConfig } from '../protocol/config.ts'
import type { Instant } from '../session/session.ts'
import type { AccountMove } from './channels.ts'

/** The secrets of a bot, which an admin may replace. */
export interface BotSecrets {
  /** Signs the tokens of this bot's end users. */
  readonly userTokenSecret: string
  /** The host's server signs its users' ids with it. */
  readonly identitySecret: string
}

/** A bot as stored, with its secrets. */
export interface StoredBot extends BotSecrets {
  readonly config: BotConfig
  /** Replaced secrets, each with the time until which it is still accepted. */
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
  /**
   * Writes a bot if its stored configuration still has `version` (0: if none is stored), and gives each account of
   * `moves` to its `after` if all still belong to their `before`. Writes everything or nothing. Each account may occur
   * once, and there may be at most twice `MAX_ACCOUNTS`.
   */
  putBot(botId: string, version: number, bot: StoredBot, moves?: readonly AccountMove[]): Promise<boolean>
  /** The ids of bots after `after`, ordered by character code. */
  bots(page: { readonly after?: string; readonly limit: number }): Promise<readonly string[]>
  key(botId: string, keyId: string): Promise<StoredKey | undefined>
  keys(botId: string): Promise<readonly StoredKey[]>
  putKey(botId: string, key: StoredKey): Promise<void>
  deleteKey(botId: string, keyId: string): Promise<boolean>
}

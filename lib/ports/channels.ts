import type { ChannelType } from '../protocol/channels.ts'

/**
 * An account of a platform (a page, a bot's account) that changes hands with a bot's configuration: from the bot `before`
 * to the bot `after`. An absent one is none.
 */
export interface AccountMove {
  readonly type: ChannelType
  readonly accountId: string
  readonly before?: string
  readonly after?: string
}

/** The operator's application at a platform: ids and secrets that all its accounts share. */
export interface StoredPlatformApp {
  readonly version: number
  readonly fields: Readonly<Record<string, string>>
}

/** The accounts of platforms, and the operator's applications there. `BotStore.putBot` writes the accounts. */
export interface ChannelStore {
  /** Returns the bot that an account was last given to. The channel, if there still is one, is in its configuration. */
  accountHolder(type: ChannelType, accountId: string): Promise<string | undefined>
  platformApp(type: ChannelType): Promise<StoredPlatformApp | undefined>
  /** Writes an application if the stored one still has `version` (0: if none is stored). */
  putPlatformApp(type: ChannelType, version: number, app: StoredPlatformApp): Promise<boolean>
}

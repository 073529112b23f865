import type { ChannelType } from '../protocol/channels.ts'

/** The channel of a bot that an account of a platform (a page, a bot's account) belongs to. */
export interface AccountHolder {
  readonly botId: string
  readonly channel: string
}

/** The operator's application at a platform: ids and secrets that all its accounts share. */
export interface StoredPlatformApp {
  readonly version: number
  readonly fields: Readonly<Record<string, string>>
}

/** The accounts of platforms, and the operator's applications there. */
export interface ChannelStore {
  accountHolder(type: ChannelType, accountId: string): Promise<AccountHolder | undefined>
  /** Gives an account to a channel (or to none) if it still belongs to `before`. */
  setAccountHolder(
    type: ChannelType,
    accountId: string,
    before: AccountHolder | undefined,
    after: AccountHolder | undefined,
  ): Promise<boolean>
  platformApp(type: ChannelType): Promise<StoredPlatformApp | undefined>
  /** Writes an application if the stored one still has `version` (0: if none is stored). */
  putPlatformApp(type: ChannelType, version: number, app: StoredPlatformApp): Promise<boolean>
}

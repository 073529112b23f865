import { defined } from '../defined.ts'
import type { BotStore } from '../ports/bots.ts'
import type { AccountMove, ChannelStore } from '../ports/channels.ts'
import { accountsOf, type UsedAccount } from '../protocol/channels.ts'
import type { BotConfig } from '../protocol/config.ts'
import { InterludeError } from '../protocol/problem.ts'

type AccountStore = Pick<BotStore & ChannelStore, 'bot' | 'accountHolder'>

/**
 * Lists the accounts of platforms that a bot gets and loses with a new configuration, for `putBot`. Throws
 * `channel.account_taken` if the configuration of another bot has one of them. `before`: the stored configuration.
 */
export async function accountMoves(
  store: AccountStore,
  botId: string,
  before: BotConfig | undefined,
  after: BotConfig,
): Promise<readonly AccountMove[]> {
  const used = accountsOf(after)
  const left = before ? accountsOf(before).filter(account => !used.some(each => isSame(each, account))) : []
  const moves = await Promise.all([
    ...used.map(account => taking(store, botId, account)),
    ...left.map(account => leaving(store, botId, account)),
  ])
  return moves.filter(move => move !== undefined)
}

async function taking(store: AccountStore, botId: string, account: UsedAccount): Promise<AccountMove | undefined> {
  const { type, accountId } = account
  const before = await store.accountHolder(type, accountId)
  if (before === botId) return undefined
  // A bot may be gone although it still holds an account: an operator removed its item from the table.
  if (before !== undefined && (await has(store, before, account))) {
    throw new InterludeError('channel.account_taken', `the ${type} account ${accountId} belongs to another bot`)
  }
  return { type, accountId, ...defined({ before }), after: botId }
}

async function leaving(
  store: AccountStore,
  botId: string,
  { type, accountId }: UsedAccount,
): Promise<AccountMove | undefined> {
  const before = await store.accountHolder(type, accountId)
  return before === botId ? { type, accountId, before } : undefined
}

async function has(store: AccountStore, botId: string, account: UsedAccount): Promise<boolean> {
  const bot = await store.bot(botId)
  return bot !== undefined && accountsOf(bot.config).some(each => isSame(each, account))
}

function isSame(one: UsedAccount, other: UsedAccount): boolean {
  return one.type === other.type && one.accountId === other.accountId
}

import type { Account } from '../channels/channel.ts'
import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import type { ChannelStore, StoredPlatformApp } from '../ports/channels.ts'
import type { SignOutStore } from '../ports/sign-outs.ts'
import type { Clock } from '../ports/system.ts'
import { accountsOf, type ChannelOf, type ChannelType, channelOf } from '../protocol/channels.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Instant } from '../session/session.ts'
import { remembering } from './remembering.ts'

/**
 * Time (ms) for which a process caches bots and keys. A bot-wide pause waits this long for other processes, within the 29 s of a
 * request.
 */
export const REMEMBER_MS = 20_000

/**
 * Caches bots, keys, agents' sign-outs, and accounts and applications of platforms for a while, so that a message costs
 * no reads for them.
 */
export interface Directory {
  /** Longest time, in ms, for which another process may use its cache. 0 if there is no other process. */
  readonly othersRememberMs: number
  /** Returns a bot, perhaps from the cache. Throws `bot.not_found`. */
  bot(botId: string): Promise<StoredBot>
  /** Reads a bot from the store. Throws `bot.not_found`. */
  freshBot(botId: string): Promise<StoredBot>
  /**
   * Returns a key. The cache keeps a missing key for some seconds: call `forget` after creating a key, so that it works
   * at once.
   */
  key(botId: string, keyId: string): Promise<StoredKey | undefined>
  /** Removes a bot and its keys from the cache of this process. */
  forget(botId: string): void
  /** Returns the operator's application at a platform, perhaps from the cache. Undefined if there is none. */
  platformApp(type: ChannelType): Promise<StoredPlatformApp['fields'] | undefined>
  /** Removes an application from the cache of this process. */
  forgetPlatformApp(type: ChannelType): void
  /**
   * Returns the channel that an account of a platform belongs to, perhaps from the cache. The configuration of its bot
   * decides: undefined if that has no channel of this type with this account.
   */
  account<Type extends ChannelType>(type: Type, accountId: string): Promise<Account<ChannelOf<Type>> | undefined>
  /** Removes an account from the cache of this process. */
  forgetAccount(type: ChannelType, accountId: string): void
  /** Returns the time of an agent's last sign-out everywhere, if there was one. Perhaps from the cache. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** Reads the same time from the store. */
  freshSignedOutAt(agentId: string): Promise<Instant | undefined>
  /** Removes an agent from the cache of this process. */
  forgetAgent(agentId: string): void
}

/**
 * Time (ms) for which the cache keeps a missing key, account or application. An invented one costs one read in this
 * time.
 */
const MISSING_MS = 5_000

export interface DirectoryOptions {
  /** Time for which the cache keeps a value, in ms. */
  readonly rememberMs: number
  /** True if no other process uses the store. Then this process sees every change. */
  readonly alone: boolean
}

export function createDirectory(
  store: BotStore & SignOutStore & ChannelStore,
  clock: Clock,
  { rememberMs, alone }: DirectoryOptions,
): Directory {
  const bots = remembering((botId: string) => store.bot(botId), clock, { presentMs: rememberMs, missingMs: 0 })
  const keys = remembering(
    (name: string) => {
      const [botId = '', keyId = ''] = name.split('/')
      return store.key(botId, keyId)
    },
    clock,
    { presentMs: rememberMs, missingMs: MISSING_MS },
  )
  // Most agents never signed out everywhere, so cache that too.
  const signOuts = remembering((agentId: string) => store.signedOutAt(agentId), clock, {
    presentMs: rememberMs,
    missingMs: rememberMs,
  })
  const apps = remembering((type: string) => store.platformApp(type as ChannelType), clock, {
    presentMs: rememberMs,
    missingMs: MISSING_MS,
  })
  /** The bots of accounts. An account is missing as well if its bot's newest configuration does not have it. */
  const holders = remembering(
    async (name: string) => {
      const { type, accountId } = accountOfName(name)
      const botId = await store.accountHolder(type, accountId)
      if (botId === undefined) return undefined
      const confirms = (bot: StoredBot | undefined) => accountIn(botId, bot, type, accountId) !== undefined
      return confirms(await bots.get(botId)) || confirms(await bots.refresh(botId)) ? botId : undefined
    },
    clock,
    { presentMs: rememberMs, missingMs: MISSING_MS },
  )
  const known = (bot: StoredBot | undefined): StoredBot => {
    if (!bot) throw new InterludeError('bot.not_found', 'there is no such bot')
    return bot
  }
  return {
    othersRememberMs: alone ? 0 : rememberMs,
    bot: async botId => known(await bots.get(botId)),
    freshBot: async botId => known(await bots.refresh(botId)),
    key: (botId, keyId) => keys.get(`${botId}/${keyId}`),
    forget: botId => {
      bots.drop(name => name === botId)
      keys.drop(name => name.startsWith(`${botId}/`))
    },
    platformApp: async type => (await apps.get(type))?.fields,
    forgetPlatformApp: type => apps.drop(name => name === type),
    async account(type, accountId) {
      const name = nameOfAccount(type, accountId)
      const botId = await holders.get(name)
      if (botId === undefined) return undefined
      const account = accountIn(botId, await bots.get(botId), type, accountId)
      if (account) return account
      // The cached bot lost the account, perhaps to another bot.
      const newest = await holders.refresh(name)
      return newest === undefined ? undefined : accountIn(newest, await bots.get(newest), type, accountId)
    },
    forgetAccount: (type, accountId) => holders.drop(name => name === nameOfAccount(type, accountId)),
    signedOutAt: agentId => signOuts.get(agentId),
    freshSignedOutAt: agentId => signOuts.refresh(agentId),
    forgetAgent: agentId => signOuts.drop(id => id === agentId),
  }
}

function nameOfAccount(type: ChannelType, accountId: string): string {
  return `${type}/${accountId}`
}

function accountOfName(name: string): { readonly type: ChannelType; readonly accountId: string } {
  const end = name.indexOf('/')
  return { type: name.slice(0, end) as ChannelType, accountId: name.slice(end + 1) }
}

/** Returns the channel of a bot that uses an account. */
function accountIn<Type extends ChannelType>(
  botId: string,
  bot: StoredBot | undefined,
  type: Type,
  accountId: string,
): Account<ChannelOf<Type>> | undefined {
  const used = bot && accountsOf(bot.config).find(each => each.type === type && each.accountId === accountId)
  const config = used && channelOf(bot.config, used.channel)
  return config && { botId, channel: used.channel, config: config as ChannelOf<Type> }
}

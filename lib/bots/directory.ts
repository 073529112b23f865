import type { Account } from '../channels/channel.ts'
import { Newest } from '../newest.ts'
import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import type { StoredPlatformApp } from '../ports/channels.ts'
import type { SignOutStore } from '../ports/sign-outs.ts'
import type { Clock } from '../ports/system.ts'
import type { ChannelConfig, ChannelType } from '../protocol/channels.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Instant } from '../session/session.ts'

/**
 * Time (ms) for which a process caches bots and keys. A bot-wide pause waits this long for other processes, within the 29 s of a
 * request.
 */
export const REMEMBER_MS = 20_000

/** Caches bots, keys and agents' sign-outs for a while, so that a message costs no reads for them. */
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
  /** Returns the channel of a bot that an account belongs to. */
  account(type: ChannelType, accountId: string): Promise<Account<ChannelConfig> | undefined>
  /** Returns the operator's application at a platform. */
  platformApp(type: ChannelType): Promise<StoredPlatformApp['fields'] | undefined>
  /** Returns the time of an agent's last sign-out everywhere, if there was one. Perhaps from the cache. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** Reads the same time from the store. */
  freshSignedOutAt(agentId: string): Promise<Instant | undefined>
  /** Removes an agent from the cache of this process. */
  forgetAgent(agentId: string): void
}

/** Size of each cache: bots, keys, and missing keys. */
const MAX_REMEMBERED = 1000

/** Time (ms) for which the cache keeps a missing key. An invented key costs one read in this time. */
const MISSING_MS = 5_000

export interface DirectoryOptions {
  /** Time for which the cache keeps a value, in ms. */
  readonly rememberMs: number
  /** True if no other process uses the store. Then this process sees every change. */
  readonly alone: boolean
}

export function createDirectory(
  store: BotStore & SignOutStore,
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
    account: async () => undefined,
    platformApp: async () => undefined,
    signedOutAt: agentId => signOuts.get(agentId),
    freshSignedOutAt: agentId => signOuts.refresh(agentId),
    forgetAgent: agentId => signOuts.drop(id => id === agentId),
  }
}

function remembering<T>(
  read: (name: string) => Promise<T | undefined>,
  clock: Clock,
  { presentMs, missingMs }: { readonly presentMs: number; readonly missingMs: number },
) {
  const remembered = new Newest<string, { readonly value: T; readonly until: number }>(MAX_REMEMBERED)
  /**
   * Missing names, with the time until which they count as missing. A cache of its own, so that invented names evict no
   * real ones.
   */
  const missing = new Newest<string, number>(MAX_REMEMBERED)
  let forgettings = 0
  const refresh = async (name: string): Promise<T | undefined> => {
    const before = forgettings
    const value = await read(name)
    // The read began before the last `forget`, so its value may be old. Do not cache it.
    if (before !== forgettings) return value
    if (value !== undefined) {
      remembered.put(name, { value, until: clock.now() + presentMs })
      return value
    }
    remembered.delete(name)
    if (missingMs > 0) missing.put(name, clock.now() + missingMs)
    return undefined
  }
  return {
    refresh,
    async get(name: string): Promise<T | undefined> {
      const now = clock.now()
      const hit = remembered.get(name)
      if (hit && now < hit.until) return hit.value
      return now < (missing.get(name) ?? 0) ? undefined : await refresh(name)
    },
    drop(which: (name: string) => boolean) {
      forgettings++
      for (const each of [remembered, missing]) {
        for (const name of each.keys()) if (which(name)) each.delete(name)
      }
    },
  }
}

import { Newest } from '../newest.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { BotStore, Clock, StoredBot, StoredKey } from '../session/ports.ts'

/** Bots and keys, remembered for a while, so that a message costs no reads for them. */
export interface Directory {
  /** Longest time, in ms, that another process may go on with what it remembers; 0 where there is no other. */
  readonly othersRememberMs: number
  /** Throws `bot.not_found`. As old as is remembered. */
  bot(botId: string): Promise<StoredBot>
  /** As it stands in the store now. Throws `bot.not_found`. */
  freshBot(botId: string): Promise<StoredBot>
  key(botId: string, keyId: string): Promise<StoredKey | undefined>
  /** Forgets what is remembered of a bot, in this process. */
  forget(botId: string): void
}

/** So many bots and so many keys are remembered. */
const MAX_REMEMBERED = 1000

export interface DirectoryOptions {
  /** How long things are remembered, in ms. */
  readonly rememberMs: number
  /** Whether this is the only process over the store: then nothing changes unseen. */
  readonly alone: boolean
}

export function createDirectory(store: BotStore, clock: Clock, { rememberMs, alone }: DirectoryOptions): Directory {
  const bots = remembering((botId: string) => store.bot(botId), clock, rememberMs)
  const keys = remembering(
    (name: string) => {
      const [botId = '', keyId = ''] = name.split('/')
      return store.key(botId, keyId)
    },
    clock,
    rememberMs,
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
  }
}

function remembering<T>(read: (name: string) => Promise<T | undefined>, clock: Clock, maxAgeMs: number) {
  const remembered = new Newest<string, { readonly value: T; readonly until: number }>(MAX_REMEMBERED)
  let forgettings = 0
  const refresh = async (name: string): Promise<T | undefined> => {
    const before = forgettings
    const value = await read(name)
    // What was read before somebody changed it, and came after, must not be taken for the new.
    if (before !== forgettings) return value
    // What is missing is not remembered: a key or a bot works as soon as it is made.
    if (value === undefined) remembered.delete(name)
    else remembered.put(name, { value, until: clock.now() + maxAgeMs })
    return value
  }
  return {
    refresh,
    async get(name: string): Promise<T | undefined> {
      const hit = remembered.get(name)
      return hit && clock.now() < hit.until ? hit.value : await refresh(name)
    },
    drop(which: (name: string) => boolean) {
      forgettings++
      for (const name of remembered.keys()) if (which(name)) remembered.delete(name)
    },
  }
}

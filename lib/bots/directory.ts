import { Newest } from '../newest.ts'
import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import type { SignOutStore } from '../ports/sign-outs.ts'
import type { Clock } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Instant } from '../session/session.ts'

/** Bots, keys and agents' sign-outs, remembered for a while, so that a message costs no reads for them. */
export interface Directory {
  /** Longest time, in ms, that another process may go on with what it remembers; 0 where there is no other. */
  readonly othersRememberMs: number
  /** Throws `bot.not_found`. As old as is remembered. */
  bot(botId: string): Promise<StoredBot>
  /** As it stands in the store now. Throws `bot.not_found`. */
  freshBot(botId: string): Promise<StoredBot>
  /** None may be as old as some seconds: who makes a key must `forget` its bot for it to work here at once. */
  key(botId: string, keyId: string): Promise<StoredKey | undefined>
  /** Forgets what is remembered of a bot, in this process. */
  forget(botId: string): void
  /** When an agent last signed out everywhere; nothing where they never did. As old as is remembered. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** The same as it stands in the store now. */
  freshSignedOutAt(agentId: string): Promise<Instant | undefined>
  /** Forgets what is remembered of an agent, in this process. */
  forgetAgent(agentId: string): void
}

/** So many bots and so many keys are remembered, and as many keys that are missing. */
const MAX_REMEMBERED = 1000

/** How long (ms) a key is remembered as missing: one that somebody made up costs a read once in this time. */
const MISSING_MS = 5_000

export interface DirectoryOptions {
  /** How long things are remembered, in ms. */
  readonly rememberMs: number
  /** Whether this is the only process over the store: then nothing changes unseen. */
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
  // Most agents never signed out everywhere: that is remembered as well.
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
  /** Until when, by name. Apart from the others, so that what somebody makes up takes no place of what there is. */
  const missing = new Newest<string, number>(MAX_REMEMBERED)
  let forgettings = 0
  const refresh = async (name: string): Promise<T | undefined> => {
    const before = forgettings
    const value = await read(name)
    // What was read before somebody changed it, and came after, must not be taken for the new.
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

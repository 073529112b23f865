import type { BotStore } from '../ports/bots.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Bots and their keys. */
export function bots({ bots: all, keys }: Memory): AtOnce<BotStore> {
  const others = (botId: string, keyId: string) => (keys.get(botId) ?? []).filter(key => key.keyId !== keyId)

  return {
    bot: botId => all.get(botId),

    putBot(botId, version, bot) {
      if ((all.get(botId)?.config.version ?? 0) !== version) return false
      all.set(botId, bot)
      return true
    },

    bots({ after = '', limit }) {
      const ids = [...all.keys()].filter(id => id > after)
      return ids.sort(byCode).slice(0, limit)
    },

    key: (botId, keyId) => keys.get(botId)?.find(key => key.keyId === keyId),

    keys: botId => keys.get(botId) ?? [],

    putKey(botId, key) {
      keys.set(botId, [...others(botId, key.keyId), key])
    },

    deleteKey(botId, keyId) {
      const before = keys.get(botId) ?? []
      const after = others(botId, keyId)
      keys.set(botId, after)
      return after.length < before.length
    },
  }
}

/** The ids of bots are ASCII. */
function byCode(one: string, two: string): number {
  return one < two ? -1 : 1
}

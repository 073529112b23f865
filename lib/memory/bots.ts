import type { BotStore } from '../ports/bots.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** Bots and their keys. */
export function bots({ bots: all, keys, accounts }: Memory): AtOnce<BotStore> {
  const others = (botId: string, keyId: string) => (keys.get(botId) ?? []).filter(key => key.keyId !== keyId)

  return {
    bot: botId => all.get(botId),

    putBot(botId, version, bot, moves = []) {
      if ((all.get(botId)?.config.version ?? 0) !== version) return false
      if (moves.some(({ type, accountId, before }) => accounts.get(keyOf(type, accountId)) !== before)) return false
      all.set(botId, bot)
      for (const { type, accountId, after } of moves) {
        if (after === undefined) accounts.delete(keyOf(type, accountId))
        else accounts.set(keyOf(type, accountId), after)
      }
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

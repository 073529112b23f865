import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import type { Database } from './database.ts'

interface Json {
  readonly json: string
}

/** Bots and their keys. */
export function bots(database: Database): BotStore {
  const one = database.prepare('SELECT json FROM bot WHERE id = ?')
  const all = database.prepare('SELECT id FROM bot WHERE id > ? ORDER BY id LIMIT ?')
  const key = database.prepare('SELECT json FROM bot_key WHERE bot = ? AND id = ?')
  const keys = database.prepare('SELECT json FROM bot_key WHERE bot = ? ORDER BY id')

  return {
    bot: botId =>
      database.read(() => {
        const row = one.get(botId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredBot)
      }),

    putBot: (botId, version, bot, moves = []) =>
      database.write('putBot', { botId, version, newVersion: bot.config.version, json: JSON.stringify(bot), moves }),

    bots: ({ after = '', limit }) =>
      database.read(() => (all.all(after, limit) as unknown as { id: string }[]).map(({ id }) => id)),

    key: (botId, keyId) =>
      database.read(() => {
        const row = key.get(botId, keyId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredKey)
      }),

    keys: botId =>
      database.read(() => (keys.all(botId) as unknown as Json[]).map(({ json }) => JSON.parse(json) as StoredKey)),

    putKey: (botId, stored) => database.write('putKey', { botId, keyId: stored.keyId, json: JSON.stringify(stored) }),

    deleteKey: (botId, keyId) => database.write('deleteKey', { botId, keyId }),
  }
}

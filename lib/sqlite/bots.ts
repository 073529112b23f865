import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import type { Database } from './database.ts'

interface Json {
  readonly json: string
}

/** Bots and their keys. */
export function bots(engine: Database): BotStore {
  const one = engine.prepare('SELECT json FROM bot WHERE id = ?')
  const all = engine.prepare('SELECT id FROM bot WHERE id > ? ORDER BY id LIMIT ?')
  const key = engine.prepare('SELECT json FROM bot_key WHERE bot = ? AND id = ?')
  const keys = engine.prepare('SELECT json FROM bot_key WHERE bot = ? ORDER BY id')

  return {
    bot: botId =>
      engine.read(() => {
        const row = one.get(botId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredBot)
      }),

    putBot: (botId, version, bot) =>
      engine.write('putBot', { botId, version, newVersion: bot.config.version, json: JSON.stringify(bot) }),

    bots: ({ after = '', limit }) =>
      engine.read(() => (all.all(after, limit) as unknown as { id: string }[]).map(({ id }) => id)),

    key: (botId, keyId) =>
      engine.read(() => {
        const row = key.get(botId, keyId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredKey)
      }),

    keys: botId =>
      engine.read(() => (keys.all(botId) as unknown as Json[]).map(({ json }) => JSON.parse(json) as StoredKey)),

    putKey: (botId, stored) => engine.write('putKey', { botId, keyId: stored.keyId, json: JSON.stringify(stored) }),

    deleteKey: (botId, keyId) => engine.write('deleteKey', { botId, keyId }),
  }
}

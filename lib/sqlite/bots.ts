import type { BotStore, StoredBot, StoredKey } from '../session/ports.ts'
import type { Engine } from './engine.ts'

interface Json {
  readonly json: string
}

/** Bots and their keys. */
export function bots(engine: Engine): BotStore {
  const one = engine.prepare('SELECT json FROM bot WHERE id = ?')
  const all = engine.prepare('SELECT id FROM bot ORDER BY id')
  const insert = engine.prepare('INSERT OR IGNORE INTO bot (id, version, json) VALUES (?, ?, ?)')
  const update = engine.prepare('UPDATE bot SET version = ?, json = ? WHERE id = ? AND version = ?')
  const key = engine.prepare('SELECT json FROM bot_key WHERE bot = ? AND id = ?')
  const keys = engine.prepare('SELECT json FROM bot_key WHERE bot = ? ORDER BY id')
  const putKey = engine.prepare('INSERT OR REPLACE INTO bot_key (bot, id, json) VALUES (?, ?, ?)')
  const deleteKey = engine.prepare('DELETE FROM bot_key WHERE bot = ? AND id = ?')

  return {
    bot: botId =>
      engine.read(() => {
        const row = one.get(botId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredBot)
      }),

    async putBot(botId, version, bot) {
      const json = JSON.stringify(bot)
      const stored = bot.config.version
      return await engine.write(() => {
        const { changes } = version === 0 ? insert.run(botId, stored, json) : update.run(stored, json, botId, version)
        return Number(changes) === 1
      })
    },

    bots: () => engine.read(() => (all.all() as unknown as { id: string }[]).map(({ id }) => id)),

    key: (botId, keyId) =>
      engine.read(() => {
        const row = key.get(botId, keyId) as Json | undefined
        return row && (JSON.parse(row.json) as StoredKey)
      }),

    keys: botId =>
      engine.read(() => (keys.all(botId) as unknown as Json[]).map(({ json }) => JSON.parse(json) as StoredKey)),

    async putKey(botId, stored) {
      const json = JSON.stringify(stored)
      await engine.write(() => putKey.run(botId, stored.keyId, json))
    },

    deleteKey: (botId, keyId) => engine.write(() => Number(deleteKey.run(botId, keyId).changes) === 1),
  }
}

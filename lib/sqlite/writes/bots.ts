import type { DatabaseSync } from 'node:sqlite'

interface BotInput {
  readonly botId: string
  /** The version that must be stored. 0: no version. */
  readonly version: number
  readonly newVersion: number
  readonly json: string
}

interface KeyInput {
  readonly botId: string
  readonly keyId: string
}

/** Writes of bots and their keys. */
export function botWrites(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO bot (id, version, json) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE bot SET version = ?, json = ? WHERE id = ? AND version = ?')
  const put = db.prepare('INSERT OR REPLACE INTO bot_key (bot, id, json) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM bot_key WHERE bot = ? AND id = ?')

  return {
    putBot({ botId, version, newVersion, json }: BotInput): boolean {
      const { changes } =
        version === 0 ? insert.run(botId, newVersion, json) : update.run(newVersion, json, botId, version)
      return Number(changes) === 1
    },

    putKey({ botId, keyId, json }: KeyInput & { readonly json: string }): void {
      put.run(botId, keyId, json)
    },

    deleteKey: ({ botId, keyId }: KeyInput): boolean => Number(remove.run(botId, keyId).changes) === 1,
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { AccountMove } from '../../ports/channels.ts'
import { accountMoves } from './channels.ts'

interface BotInput {
  readonly botId: string
  /** The version that must be stored. 0: no version. */
  readonly version: number
  readonly newVersion: number
  readonly json: string
  readonly moves: readonly AccountMove[]
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
  const accounts = accountMoves(db)

  return {
    putBot({ botId, version, newVersion, json, moves }: BotInput): boolean {
      if (!accounts.areCurrent(moves)) return false
      const { changes } =
        version === 0 ? insert.run(botId, newVersion, json) : update.run(newVersion, json, botId, version)
      if (Number(changes) !== 1) return false
      accounts.carryOut(moves)
      return true
    },

    putKey({ botId, keyId, json }: KeyInput & { readonly json: string }): void {
      put.run(botId, keyId, json)
    },

    deleteKey: ({ botId, keyId }: KeyInput): boolean => Number(remove.run(botId, keyId).changes) === 1,
  }
}

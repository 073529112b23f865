import type { DatabaseSync } from 'node:sqlite'
import type { AccountMove } from '../../ports/channels.ts'

interface AppInput {
  readonly type: string
  /** The version that must be stored. 0: no version. */
  readonly version: number
  readonly newVersion: number
  readonly fields: string
}

/** Writes of the operator's applications at platforms. */
export function channelWrites(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO platform_app (type, version, fields) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE platform_app SET version = ?, fields = ? WHERE type = ? AND version = ?')

  return {
    putPlatformApp({ type, version, newVersion, fields }: AppInput): boolean {
      const { changes } =
        version === 0 ? insert.run(type, newVersion, fields) : update.run(newVersion, fields, type, version)
      return Number(changes) === 1
    },
  }
}

/** Moves accounts of platforms between bots, within another write. */
export function accountMoves(db: DatabaseSync) {
  const holder = db.prepare('SELECT bot FROM account WHERE type = ? AND id = ?')
  const put = db.prepare('INSERT OR REPLACE INTO account (type, id, bot) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM account WHERE type = ? AND id = ?')

  return {
    /** Whether every account still belongs to its `before`. */
    areCurrent: (moves: readonly AccountMove[]): boolean =>
      moves.every(
        ({ type, accountId, before }) => (holder.get(type, accountId) as { bot: string } | undefined)?.bot === before,
      ),

    carryOut(moves: readonly AccountMove[]): void {
      for (const { type, accountId, after } of moves) {
        if (after === undefined) remove.run(type, accountId)
        else put.run(type, accountId, after)
      }
    },
  }
}

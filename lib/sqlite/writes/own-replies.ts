import type { DatabaseSync } from 'node:sqlite'

interface RepliesInput {
  readonly botId: string
  readonly agentId: string
  /** The version that must be stored. 0: no version. */
  readonly version: number
  readonly newVersion: number
  readonly items: string
}

/** Writes of agents' own canned replies. */
export function ownReplyWrites(db: DatabaseSync) {
  const insert = db.prepare('INSERT OR IGNORE INTO own_replies (bot, agent, version, items) VALUES (?, ?, ?, ?)')
  const update = db.prepare('UPDATE own_replies SET version = ?, items = ? WHERE bot = ? AND agent = ? AND version = ?')
  return {
    putOwnReplies({ botId, agentId, version, newVersion, items }: RepliesInput): boolean {
      const { changes } =
        version === 0
          ? insert.run(botId, agentId, newVersion, items)
          : update.run(newVersion, items, botId, agentId, version)
      return Number(changes) === 1
    },
  }
}

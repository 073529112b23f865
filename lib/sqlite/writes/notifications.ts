import type { DatabaseSync } from 'node:sqlite'

interface AddInput {
  readonly botId: string
  readonly notifications: readonly { readonly id: string; readonly at: number; readonly json: string }[]
  /** Removes notifications from this time (ms) or before, and all but the newest `keep`. */
  readonly since: number
  readonly keep: number
}

interface DoneInput {
  readonly botId: string
  readonly number: number
  /** JSON. `null`: not done. */
  readonly done: string | null
}

interface ReadInput {
  readonly botId: string
  readonly agentId: string
  readonly upTo: number
}

/** Writes of notifications. */
export function notificationWrites(db: DatabaseSync) {
  const newest = db.prepare('SELECT newest FROM notification_count WHERE bot = ?')
  const count = db.prepare('INSERT OR REPLACE INTO notification_count (bot, newest) VALUES (?, ?)')
  const known = db.prepare('SELECT number FROM notification WHERE bot = ? AND id = ?')
  const expire = db.prepare('DELETE FROM notification WHERE bot = ? AND at <= ?')
  const trim = db.prepare('DELETE FROM notification WHERE bot = ? AND number <= ?')
  const insert = db.prepare('INSERT INTO notification (bot, number, id, at, json) VALUES (?, ?, ?, ?, ?)')
  const finish = db.prepare('UPDATE notification SET done = ? WHERE bot = ? AND number = ? AND done IS NULL')
  const reopen = db.prepare('UPDATE notification SET done = NULL WHERE bot = ? AND number = ? AND done IS NOT NULL')
  const raise = db.prepare(
    `INSERT INTO notification_read (bot, agent, up_to) VALUES (?, ?, ?)
     ON CONFLICT (bot, agent) DO UPDATE SET up_to = max(up_to, excluded.up_to) RETURNING up_to`,
  )

  return {
    /** Returns the number of each notification, and whether it is new. */
    addNotifications({ botId, notifications, since, keep }: AddInput): { number: number; isNew: boolean }[] {
      expire.run(botId, since)
      const before = (newest.get(botId) as { newest: number } | undefined)?.newest ?? 0
      let number = before
      const added = notifications.map(({ id, at, json }) => {
        const stored = known.get(botId, id) as { number: number } | undefined
        if (stored) return { number: stored.number, isNew: false }
        insert.run(botId, ++number, id, at, json)
        return { number, isNew: true }
      })
      if (number > before) {
        count.run(botId, number)
        trim.run(botId, number - keep)
      }
      return added
    },

    setNotificationDone({ botId, number, done }: DoneInput): boolean {
      const { changes } = done === null ? reopen.run(botId, number) : finish.run(done, botId, number)
      return Number(changes) === 1
    },

    readNotifications({ botId, agentId, upTo }: ReadInput): number {
      return (raise.get(botId, agentId, upTo) as unknown as { up_to: number }).up_to
    },
  }
}

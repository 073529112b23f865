import {
  MAX_NOTIFICATIONS,
  type NewNotification,
  NOTIFICATION_MS,
  type NotificationDone,
  type NotificationStore,
  type StoredNotification,
} from '../ports/notifications.ts'
import type { Database } from './database.ts'

interface Row {
  readonly number: number
  readonly json: string
  readonly done: string | null
}

/** Notifications, in tables of their own. */
export function notifications(database: Database): NotificationStore {
  const columns = 'SELECT number, json, done FROM notification WHERE bot = ?'
  const newest = database.prepare(`${columns} AND at > ? AND number < ? ORDER BY number DESC LIMIT ?`)
  const open = database.prepare(`${columns} AND at > ? AND number < ? AND done IS NULL ORDER BY number DESC LIMIT ?`)
  const byNumber = database.prepare(`${columns} AND at > ? AND number = ?`)
  const byId = database.prepare(`${columns} AND at > ? AND id = ?`)
  const read = database.prepare('SELECT up_to FROM notification_read WHERE bot = ? AND agent = ?')

  return {
    async addNotifications(botId, given, now) {
      const rows = given.map(each => ({ id: each.id, at: each.at, json: JSON.stringify(each) }))
      const input = { botId, notifications: rows, since: now - NOTIFICATION_MS, keep: MAX_NOTIFICATIONS }
      const added = await database.write('addNotifications', input)
      return await database.read(() =>
        added.map(({ number, isNew }, at) => {
          const row = byNumber.get(botId, input.since, number) as unknown as Row | undefined
          // Another addition may have dropped it meanwhile. Then return it as it was given.
          const notification = row ? stored(row) : { ...(given[at] as NewNotification), number }
          return { notification, isNew }
        }),
      )
    },

    notifications: ({ botId, open: onlyOpen, before, limit }, now) =>
      database.read(() => {
        const which = onlyOpen ? open : newest
        const rows = which.all(botId, now - NOTIFICATION_MS, before ?? Number.MAX_SAFE_INTEGER, limit)
        return (rows as unknown as Row[]).map(stored)
      }),

    async setNotificationDone(botId, which, done, now) {
      const since = now - NOTIFICATION_MS
      const find = () =>
        database.read(() => {
          const row = 'id' in which ? byId.get(botId, since, which.id) : byNumber.get(botId, since, which.number)
          return row && stored(row as unknown as Row)
        })
      const found = await find()
      if (!found) return undefined
      const text = done === null ? null : JSON.stringify(done)
      const changed = await database.write('setNotificationDone', { botId, number: found.number, done: text })
      const notification = await find()
      return notification && { notification, changed }
    },

    notificationsRead: (botId, agentId) =>
      database.read(() => (read.get(botId, agentId) as { up_to: number } | undefined)?.up_to ?? 0),

    readNotifications: (botId, agentId, upTo) => database.write('readNotifications', { botId, agentId, upTo }),
  }
}

function stored({ number, json, done }: Row): StoredNotification {
  const notification = JSON.parse(json) as NewNotification
  return { ...notification, number, ...(done !== null && { done: JSON.parse(done) as NotificationDone }) }
}

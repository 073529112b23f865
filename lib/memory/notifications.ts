import {
  MAX_NOTIFICATIONS,
  NOTIFICATION_MS,
  type NotificationStore,
  type StoredNotification,
} from '../ports/notifications.ts'
import type { Instant } from '../session/session.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** Notifications, by bot. */
export function notifications({ notifications: ofBots, notificationsRead }: Memory): AtOnce<NotificationStore> {
  const storedOf = (botId: string) => ofBots.get(botId) ?? { newest: 0, all: [] }

  return {
    addNotifications(botId, given, now) {
      let { newest, all } = storedOf(botId)
      all = all.filter(each => isKept(each, now))
      const results = given.map(each => {
        const stored = all.find(({ id }) => id === each.id)
        if (stored) return { notification: stored, isNew: false }
        newest += 1
        const notification = { ...each, number: newest }
        all = [...all, notification]
        return { notification, isNew: true }
      })
      ofBots.set(botId, { newest, all: all.filter(({ number }) => number > newest - MAX_NOTIFICATIONS) })
      return results
    },

    notifications: ({ botId, open, before = Number.POSITIVE_INFINITY, limit }, now) =>
      storedOf(botId)
        .all.filter(each => each.number < before && isKept(each, now) && !(open && each.done !== undefined))
        .toReversed()
        .slice(0, limit),

    setNotificationDone(botId, which, done, now) {
      const { newest, all } = storedOf(botId)
      const isIt = ({ id, number }: StoredNotification) => ('id' in which ? id === which.id : number === which.number)
      const found = all.find(each => isIt(each) && isKept(each, now))
      if (!found) return undefined
      if ((found.done === undefined) === (done === null)) return { notification: found, changed: false }
      const { done: _done, ...open } = found
      const notification = done === null ? open : { ...open, done }
      ofBots.set(botId, { newest, all: all.map(each => (each === found ? notification : each)) })
      return { notification, changed: true }
    },

    notificationsRead: (botId, agentId) => notificationsRead.get(keyOf(botId, agentId)) ?? 0,

    readNotifications(botId, agentId, upTo) {
      const key = keyOf(botId, agentId)
      const mark = Math.max(upTo, notificationsRead.get(key) ?? 0)
      notificationsRead.set(key, mark)
      return mark
    },
  }
}

function isKept({ at }: StoredNotification, now: Instant): boolean {
  return at > now - NOTIFICATION_MS
}

import type { Notification } from '../../../lib/protocol/notification.ts'

/** A bot's open notifications, newest first, and the agent's read mark. */
export interface Notifications {
  readonly items: readonly Notification[]
  readonly readUpTo: number
}

/** Applies the newest state of a notification: inserts, replaces or removes it. */
export function withNotification({ items, readUpTo }: Notifications, news: Notification): Notifications {
  const others = items.filter(({ number }) => number !== news.number)
  if (news.done !== undefined) return { items: others, readUpTo }
  return { items: [...others, news].sort((a, b) => b.number - a.number), readUpTo }
}

/** Counts the open notifications after the agent's read mark. */
export const unreadCount = ({ items, readUpTo }: Notifications): number =>
  items.filter(({ number }) => number > readUpTo).length

import type { Notification } from '../../../lib/protocol/notification.ts'

/** The open notifications of a bot, the newest first, and how far the agent has read them. */
export interface Notifications {
  readonly items: readonly Notification[]
  readonly readUpTo: number
}

/** Returns the list with the newest state of one notification: it is taken in, replaced, or dropped once it is done. */
export function withNotification({ items, readUpTo }: Notifications, news: Notification): Notifications {
  const others = items.filter(({ number }) => number !== news.number)
  if (news.done !== undefined) return { items: others, readUpTo }
  return { items: [...others, news].sort((a, b) => b.number - a.number), readUpTo }
}

/** How many open notifications the agent has not read. */
export const unreadCount = ({ items, readUpTo }: Notifications): number =>
  items.filter(({ number }) => number > readUpTo).length

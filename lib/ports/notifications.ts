import type { Actor } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { NotificationLevel } from '../protocol/notification.ts'
import type { Instant } from '../session/session.ts'

/** A bot keeps so many notifications, the newest ones, and each for so long. */
export const MAX_NOTIFICATIONS = 500

export const NOTIFICATION_MS = 30 * 24 * 60 * 60_000

/** So many may be added at once. */
export const MAX_NOTIFICATIONS_AT_ONCE = 20

/** A notification before it has its number. */
export interface NewNotification {
  readonly id: string
  readonly kind: 'message' | 'handoff'
  readonly message: string
  readonly level: NotificationLevel
  readonly url?: string
  readonly session?: SessionId
  readonly by: Actor
  readonly at: Instant
}

export interface StoredNotification extends NewNotification {
  /** 1, 2, 3… of each bot, in the order in which they were added. No number comes twice. */
  readonly number: number
  readonly done?: NotificationDone
}

export interface NotificationDone {
  readonly at: Instant
  readonly by: Actor
}

/** A bot's notifications. One that is older than `NOTIFICATION_MS` counts as removed. */
export interface NotificationStore {
  /**
   * Adds notifications (at most `MAX_NOTIFICATIONS_AT_ONCE`, each with an id of its own), all of them or none, and drops the oldest past
   * `MAX_NOTIFICATIONS`. One whose id is stored is answered as it stands. Answers in the order given.
   */
  addNotifications(
    botId: string,
    notifications: readonly NewNotification[],
    now: Instant,
  ): Promise<readonly { readonly notification: StoredNotification; readonly isNew: boolean }[]>
  /** The newest first, with numbers below `before`; `open`: only those that are not done. */
  notifications(
    query: { readonly botId: string; readonly open: boolean; readonly before?: number; readonly limit: number },
    now: Instant,
  ): Promise<readonly StoredNotification[]>
  /**
   * Marks a notification as done, or (`null`) as not done. One that is so already stays as it stands (`changed: false`).
   * Nothing where there is no such notification.
   */
  setNotificationDone(
    botId: string,
    which: { readonly number: number } | { readonly id: string },
    done: NotificationDone | null,
    now: Instant,
  ): Promise<{ readonly notification: StoredNotification; readonly changed: boolean } | undefined>
  /** Up to which number an agent has read a bot's notifications; 0: nothing. */
  notificationsRead(botId: string, agentId: string): Promise<number>
  /** Raises that; it never falls. Answers where it stands then. */
  readNotifications(botId: string, agentId: string, upTo: number, now: Instant): Promise<number>
}

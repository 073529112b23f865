import type { Actor } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { NotificationKind, NotificationLevel } from '../protocol/notification.ts'
import type { Instant } from '../session/session.ts'

/** Limits of the notifications of a bot: the newest ones are kept, each for this long. */
export const MAX_NOTIFICATIONS = 500

export const NOTIFICATION_MS = 30 * 24 * 60 * 60_000

/** Maximum number of notifications of one addition. */
export const MAX_NOTIFICATIONS_AT_ONCE = 20

/** A notification without its number. */
export interface NewNotification {
  readonly id: string
  readonly kind: NotificationKind
  readonly message: string
  readonly level: NotificationLevel
  readonly url?: string
  readonly session?: SessionId
  readonly by: Actor
  /** The only agent who gets it, beside `by`. Missing: every agent of the bot, and the bot. */
  readonly to?: Actor
  readonly at: Instant
}

export interface StoredNotification extends NewNotification {
  /** 1, 2, 3… for each bot, in the order of addition. Never used twice. */
  readonly number: number
  readonly done?: NotificationDone
}

export interface NotificationDone {
  readonly at: Instant
  readonly by: Actor
}

/** A bot's notifications. One older than `NOTIFICATION_MS` counts as removed. */
export interface NotificationStore {
  /**
   * Adds notifications (at most `MAX_NOTIFICATIONS_AT_ONCE`, with distinct ids), all or none, and drops the oldest
   * beyond `MAX_NOTIFICATIONS`. For an id that is stored it returns the stored notification and changes nothing.
   * Returns results in the order of the input.
   */
  addNotifications(
    botId: string,
    notifications: readonly NewNotification[],
    now: Instant,
  ): Promise<readonly { readonly notification: StoredNotification; readonly isNew: boolean }[]>
  /** The newest first, with numbers below `before`. `open`: only those that are not done. */
  notifications(
    query: { readonly botId: string; readonly open: boolean; readonly before?: number; readonly limit: number },
    now: Instant,
  ): Promise<readonly StoredNotification[]>
  /**
   * Marks a notification as done, or (`null`) as not done. If it is so already, it stays as it is (`changed: false`).
   * Returns undefined if there is no such notification.
   */
  setNotificationDone(
    botId: string,
    which: { readonly number: number } | { readonly id: string },
    done: NotificationDone | null,
    now: Instant,
  ): Promise<{ readonly notification: StoredNotification; readonly changed: boolean } | undefined>
  /** The number up to which an agent has read a bot's notifications. 0: none. */
  notificationsRead(botId: string, agentId: string): Promise<number>
  /** Raises that number, never lowers it, and returns the current one. */
  readNotifications(botId: string, agentId: string, upTo: number, now: Instant): Promise<number>
}

import { forgetSocket } from '../conversations/presence.ts'
import { isHeard } from '../conversations/watching.ts'
import { gathered } from '../gathered.ts'
import { Pace } from '../pace.ts'
import { MAX_NOTIFICATIONS_AT_ONCE, type NewNotification, type StoredNotification } from '../ports/notifications.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { Notification } from '../protocol/notification.ts'
import { isoTime } from '../session/time.ts'

export interface NotificationPorts {
  readonly store: Store
  readonly sockets: SocketGateway
  readonly clock: Clock
  readonly log: Log
}

/** Stores notifications of a bot, and pushes them to its agents' subscribed sockets. */
export interface Notifications {
  /** The rate of notifications for each bot, in one process. */
  readonly pace: Pace
  /** Stores a notification, and pushes it if it is new. The same id is the same notification. */
  add(
    botId: string,
    notification: NewNotification,
  ): Promise<{ readonly notification: StoredNotification; readonly isNew: boolean }>
  /** Pushes notifications in their current state. Best effort: the lists contain them. Never throws. */
  show(botId: string, notifications: readonly StoredNotification[]): Promise<void>
}

export function createNotifications(ports: NotificationPorts): Notifications {
  const add = gathered(async (botId: string, notifications: readonly NewNotification[]) => {
    // The batch may contain an id twice.
    const once = new Map(notifications.map(each => [each.id, each]))
    const added = await ports.store.addNotifications(botId, [...once.values()], ports.clock.now())
    const fresh = added.filter(({ isNew }) => isNew).map(({ notification }) => notification)
    if (fresh.length > 0) await show(ports, botId, fresh)
    const byId = new Map(added.map(each => [each.notification.id, each]))
    const answered = new Set<string>()
    return notifications.map(({ id }) => {
      const { notification, isNew } = byId.get(id) ?? missing(id)
      const isFirst = !answered.has(id)
      answered.add(id)
      return { notification, isNew: isNew && isFirst }
    })
  }, MAX_NOTIFICATIONS_AT_ONCE)
  return {
    pace: new Pace({ burst: 60, everyMs: 1_000 }),
    add,
    show: (botId, notifications) => show(ports, botId, notifications),
  }
}

function missing(id: string): never {
  throw new Error(`the store did not answer for notification ${id}`)
}

async function show(
  ports: NotificationPorts,
  botId: string,
  notifications: readonly StoredNotification[],
): Promise<void> {
  try {
    const sockets = await ports.store.agentSockets(botId)
    const now = ports.clock.now()
    const subscribers = sockets.filter(socket => socket.subscription !== undefined && isHeard(socket, now))
    await Promise.all(
      subscribers.map(({ connectionId, owner }) =>
        push(
          ports,
          connectionId,
          notifications.filter(each => isFor(each, owner.as === 'agent' ? owner.id : undefined)),
        ),
      ),
    )
  } catch (error) {
    ports.log.warn('showing notifications failed', { botId, error: String(error) })
  }
}

async function push(
  ports: NotificationPorts,
  connectionId: string,
  notifications: readonly StoredNotification[],
): Promise<void> {
  try {
    for (const each of notifications) {
      const frame = { type: 'notification', notification: notificationView(each) } as const
      if ((await ports.sockets.push(connectionId, frame)) === 'gone') return await forgetSocket(ports, connectionId)
    }
  } catch (error) {
    ports.log.warn('notification push failed', { connectionId, error: String(error) })
  }
}

/** Whether a reader gets a notification. `agentId`: the agent who reads; undefined for the bot. */
export function isFor({ to, by }: StoredNotification, agentId: string | undefined): boolean {
  if (to === undefined) return true
  return agentId !== undefined && [to, by].some(({ type, id }) => type === 'agent' && id === agentId)
}

/** Makes the view of a notification for agents and bots. */
export function notificationView({ at, done, ...rest }: StoredNotification): Notification {
  return { ...rest, at: isoTime(at), ...(done && { done: { at: isoTime(done.at), by: done.by } }) }
}

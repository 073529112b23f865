import type { App } from '../../lib/app.ts'
import { actorOf } from '../../lib/auth/caller.ts'
import { defined } from '../../lib/defined.ts'
import { notificationView } from '../../lib/effects/notifications.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { notificationRoutes as specs } from '../../lib/protocol/routes/notifications.ts'

const SECOND_MS = 1_000

const notify = route(specs.notify, async ({ params: { botId }, body, caller }, app) => {
  inPace(app, botId)
  const { id = app.ids.make('ntf_'), ...said } = body
  const { notification, isNew } = await app.notifications.add(botId, {
    id,
    kind: 'message',
    ...said,
    by: actorOf(caller),
    at: app.clock.now(),
  })
  return { ...notificationView(notification), duplicate: !isNew }
})

/** Throws `notification.too_often` with the seconds to wait if the bot exceeds its rate. */
function inPace({ notifications: { pace }, clock, log }: App, botId: string): void {
  const now = clock.now()
  const waitMs = pace.waitMs(botId, now)
  if (waitMs > 0) {
    log.info('notification refused', { botId, reason: 'too_often', waitMs })
    throw new InterludeError('notification.too_often', 'the bot has too many notifications; try again later', {
      retryAfterSeconds: Math.ceil(waitMs / SECOND_MS),
    })
  }
  pace.take(botId, now)
}

const list = route(specs.notifications, async ({ params: { botId }, query, caller }, app) => {
  const { status, cursor, limit } = query
  const wanted = { botId, open: status === 'open', limit: limit + 1, ...defined({ before: cursor }) }
  const [found, readUpTo] = await Promise.all([
    app.store.notifications(wanted, app.clock.now()),
    caller.as === 'agent' ? app.store.notificationsRead(botId, caller.id) : 0,
  ])
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(notificationView),
    ...(found.length > limit && last && { next: String(last.number) }),
    readUpTo,
  }
})

const read = route(specs.readNotifications, async ({ params: { botId }, body: { upTo }, caller }, app) => {
  if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  return { readUpTo: await app.store.readNotifications(botId, caller.id, upTo, app.clock.now()) }
})

const done = route(specs.doneNotification, async ({ params: { botId, number }, body, caller }, app) => {
  const now = app.clock.now()
  const set = await app.store.setNotificationDone(
    botId,
    { number },
    body.done ? { at: now, by: actorOf(caller) } : null,
    now,
  )
  if (!set) throw new InterludeError('notification.not_found', 'this bot has no such notification')
  if (set.changed) await app.notifications.show(botId, [set.notification])
  return notificationView(set.notification)
})

/** The routes of notifications. */
export const notificationRoutes: readonly Route[] = [notify, list, read, done]

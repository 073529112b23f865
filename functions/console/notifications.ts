import { hash } from 'node:crypto'
import type { App } from '../../lib/app.ts'
import { actorOf, agentOf, type Caller } from '../../lib/auth/caller.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { defined } from '../../lib/defined.ts'
import { isFor, notificationView } from '../../lib/effects/notifications.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { supervises } from '../../lib/protocol/roles.ts'
import { notificationRoutes as specs } from '../../lib/protocol/routes/notifications.ts'
import { holderOf } from '../../lib/session/holder.ts'
import type { Session } from '../../lib/session/session.ts'

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
    items: items.filter(each => isFor(each, agentIdOf(caller))).map(notificationView),
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
  const [known] = await app.store.notifications({ botId, open: false, before: number + 1, limit: 1 }, now)
  if (known?.number !== number || !isFor(known, agentIdOf(caller))) throw unknown()
  const set = await app.store.setNotificationDone(
    botId,
    { number },
    body.done ? { at: now, by: actorOf(caller) } : null,
    now,
  )
  if (!set) throw unknown()
  if (set.changed) await app.notifications.show(botId, [set.notification])
  return notificationView(set.notification)
})

const unknown = () => new InterludeError('notification.not_found', 'this bot has no such notification')

const agentIdOf = (caller: Caller) => (caller.as === 'agent' ? caller.id : undefined)

const whisper = route(specs.whisper, async ({ params, body: { id, text }, caller }, app) => {
  const { botId } = params
  const { roles, id: supervisor } = agentOf(caller)
  if (!supervises(roles, botId)) throw new InterludeError('auth.forbidden', 'only supervisors may whisper')
  const { session } = await loadOrNew(app, params)
  const to = agentWith(await asOfNow(app, session))
  inPace(app, botId)
  const { notification, isNew } = await app.notifications.add(botId, {
    id: whisperId(supervisor, session.id, id ?? app.ids.make('')),
    kind: 'whisper',
    message: text,
    level: 'info',
    session: session.id,
    by: actorOf(caller),
    to,
    at: app.clock.now(),
  })
  return { ...notificationView(notification), duplicate: !isNew }
})

/** Returns the agent who has a conversation. Throws `handoff.not_open` with its holder if no agent has it. */
function agentWith(session: Session): Actor {
  const { control } = session
  if (control.holder === 'human' && control.handoff.status === 'assigned') return control.handoff.agent
  throw new InterludeError('handoff.not_open', 'no agent has this conversation', { holder: holderOf(session) })
}

/** Makes the id of a whisper. It is a hash that nobody can guess: a request with the id of a notification gets that notification. */
const whisperId = (...parts: readonly string[]) =>
  `wsp_${hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22)}`

/** The routes of notifications. */
export const notificationRoutes: readonly Route[] = [notify, list, read, done, whisper]

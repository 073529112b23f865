import { actorOf } from '../../lib/auth/caller.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { eventRoutes as specs } from '../../lib/protocol/routes/events.ts'
import { isoTime } from '../../lib/session/time.ts'

const deadEvents = route(specs.deadEvents, async ({ params: { botId }, query: { cursor, limit } }, app) => {
  // Throws for an unknown bot.
  await app.directory.bot(botId)
  const page = { botId, limit, ...defined({ cursor }) }
  const { items, next } = await app.store.deadEvents(page, app.clock.now())
  const shown = items.map(({ event, failedAt, reason }) => ({ event, failedAt: isoTime(failedAt), reason }))
  return { items: shown, ...defined({ next }) }
})

const replay = route(specs.replayEvents, async ({ params: { botId }, body: { from, to, cursor }, caller }, app) => {
  const { events } = (await app.directory.freshBot(botId)).config
  if (!events) throw new InterludeError('events.no_endpoint', 'this bot has no endpoint for events')
  const range = { from: Date.parse(from), ...defined({ to: to === undefined ? undefined : Date.parse(to), cursor }) }
  // Loaded by the first replay, since hardly any start needs it.
  const { replayEvents } = await import('../../lib/effects/replay-events.ts')
  const { sent, failed, next } = await replayEvents(app, botId, events, range)
  app.log.info('events replayed', { botId, from, sent, failed: failed?.id, by: actorOf(caller).id })
  return { sent, ...defined({ failed, next }) }
})

/** The routes of the events that a bot's endpoint lacks. */
export const eventRoutes: readonly Route[] = [deadEvents, replay]

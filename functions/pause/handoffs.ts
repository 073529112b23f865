import { actorOf, agentOf } from '../../lib/auth/caller.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { briefFor } from '../../lib/conversations/brief.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { transfer } from '../../lib/conversations/transfer.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { supervises } from '../../lib/protocol/roles.ts'
import { handoffRoutes as specs } from '../../lib/protocol/routes/handoffs.ts'
import { MAX_COUNT } from '../../lib/protocol/wire.ts'
import { controlChange } from '../../lib/views/control-change.ts'
import { handoffView } from './handoff-view.ts'

const pause = route(specs.pause, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, {
    verb: 'pause',
    ...body,
    trigger: body.trigger ?? (caller.as === 'agent' ? 'agent' : 'operator'),
    by: actorOf(caller),
  })
  return controlChange(outcome, session)
})

const unpause = route(specs.unpause, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'unpause', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const claim = route(specs.claim, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'claim', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const handOver = route(specs.transfer, async ({ params, body, caller }, app) => {
  const transferring = { by: actorOf(caller), ofOthers: supervises(agentOf(caller).roles, params.botId) }
  const { outcome, session } = await transfer(app, params, transferring, body)
  return controlChange(outcome, session)
})

const decline = route(specs.decline, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'decline', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const snooze = route(specs.snooze, async ({ params, body: { until, ...body }, caller }, app) => {
  const end = defined({ until: until === undefined ? undefined : Date.parse(until) })
  const { outcome, session } = await execute(app, params, { verb: 'snooze', ...body, ...end, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const wake = route(specs.wake, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'wake', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const acknowledge = route(specs.acknowledge, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'acknowledgeAlert', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

const brief = route(specs.brief, async ({ params }, app) => {
  const { session } = await loadOrNew(app, params)
  return await briefFor(app.store, await asOfNow(app, session))
})

const handoffsOf = route(specs.handoffsOf, async ({ params, query: { cursor: before, limit } }, app) => {
  const { session } = await loadOrNew(app, params)
  const { id, botId, channel, userId, episodes } = session
  const found = await app.store.episodes(id, { before: before ?? episodes + 1, limit })
  const first = found[0]?.number ?? 1
  const items = found.map(episode => handoffView({ ...episode, session: id, botId, channel, userId })).reverse()
  return { items, ...(first > 1 && { next: String(first) }) }
})

const handoffs = route(specs.handoffs, async ({ params: { botId }, query: { cursor, limit } }, app) => {
  const { items, next } = await app.store.handoffs({ botId, limit, ...defined({ cursor }) })
  return { items: items.map(handoffView), ...defined({ next }) }
})

const queues = route(specs.queues, async ({ params: { botId } }, app) => {
  const { config } = await app.directory.bot(botId)
  const all = Object.entries(config.handoffs?.queues ?? {})
  const items = await Promise.all(
    all.map(async ([id, { name = id }]) => {
      const waiting = await app.store.count({ botId, status: 'pending', queue: id, most: MAX_COUNT })
      return { id, name, waiting }
    }),
  )
  return { items }
})

/** The routes that move a conversation between the bot, those who wait, and agents. */
export const handoffRoutes: readonly Route[] = [
  pause,
  unpause,
  claim,
  handOver,
  decline,
  snooze,
  wake,
  acknowledge,
  brief,
  handoffsOf,
  handoffs,
  queues,
]

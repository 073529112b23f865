import type { App } from '../../lib/app.ts'
import { actorOf, agentOf, supervises } from '../../lib/auth/caller.ts'
import { answerWindow } from '../../lib/channels/answer-window.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { fatesOf, MAX_LOOKED_AT } from '../../lib/conversations/fates.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { readLog } from '../../lib/conversations/read-log.ts'
import { transfer } from '../../lib/conversations/transfer.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { channelOf } from '../../lib/protocol/channels.ts'
import type { ControlChange, Conversation } from '../../lib/protocol/conversation.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { conversationRoutes as specs } from '../../lib/protocol/routes/conversations.ts'
import type { ControlChanged } from '../../lib/session/control-commands.ts'
import { asOf } from '../../lib/session/decide.ts'
import { holderOf } from '../../lib/session/holder.ts'
import type { Session } from '../../lib/session/session.ts'
import { conversationView } from '../../lib/views/conversation.ts'
import { handoffView } from './handoff-view.ts'
import { counts, list } from './lists.ts'

const get = route(specs.conversation, async ({ params }, app) => {
  const { session } = await loadOrNew(app, params)
  const [attributes, { config }] = await Promise.all([
    app.store.attributes([session.id]),
    app.directory.bot(params.botId),
  ])
  return {
    ...viewNow(app, session),
    attributes: { ...attributes.get(session.id) },
    ...defined({ channelType: channelOf(config, session.channel)?.type }),
    ...answerWindow(config, session),
  }
})

const entries = route(specs.entries, async ({ params, query: { before, after, around, limit } }, app) => {
  const end = before ?? Number.MAX_SAFE_INTEGER
  const range =
    around !== undefined
      ? { around, limit }
      : after !== undefined
        ? { after, upTo: end - 1, limit }
        : { before: end, limit }
  return await readLog(app, params, range, 'agent')
})

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

const say = route(specs.say, async ({ params, body: { id, ifHeld, ...message }, caller }, app) => {
  const command = {
    verb: 'say',
    by: actorOf(caller),
    message,
    ...defined({ id, ifHeld }),
  } as const
  const { outcome, session } = await execute(app, params, command)
  return { session: session.id, ...outcome, ...holderOf(session) }
})

const note = route(specs.note, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'note', by: actorOf(caller), ...body })
  return { session: session.id, ...outcome }
})

const redeliver = route(specs.redeliver, async ({ params: { seq: of, ...target }, body, caller }, app) => {
  const { session } = await loadOrNew(app, target)
  const fates = await fatesOf(app.store, session, of)
  const again = fates.find(fate => fate.kind === 'redelivery' && body.id !== undefined && fate.clientId === body.id)
  const last = again ?? fates[0]
  switch (last?.kind) {
    case 'redelivery':
      return { session: session.id, seq: last.seq, duplicate: true }
    case 'undeliverable': {
      const command = { verb: 'redeliver', by: actorOf(caller), of, failure: last.seq, ...body } as const
      const { outcome } = await execute(app, target, command)
      return { session: session.id, ...outcome }
    }
    case 'withheld':
    case undefined:
      throw new InterludeError(
        'message.not_undeliverable',
        `the newest ${MAX_LOOKED_AT} entries record no failed delivery of message ${of}`,
      )
    default:
      return last satisfies never
  }
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

function controlChange(outcome: ControlChanged, session: Session): ControlChange {
  return { ...outcome, epoch: session.epoch, conversation: conversationView(session) }
}

function viewNow({ clock, policy }: App, session: Session): Conversation {
  return conversationView(asOf(session, clock.now(), policy))
}

/** Interlude's own routes over conversations; the console uses these. */
export const conversationRoutes: readonly Route[] = [
  list,
  counts,
  get,
  entries,
  pause,
  unpause,
  claim,
  handOver,
  decline,
  say,
  note,
  redeliver,
  handoffsOf,
  handoffs,
]

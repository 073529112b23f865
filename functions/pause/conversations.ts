import { actorOf } from '../../lib/auth/caller.ts'
import { answerWindow } from '../../lib/channels/answer-window.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { fatesOf, MAX_LOOKED_AT } from '../../lib/conversations/fates.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { readLog } from '../../lib/conversations/read-log.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { channelOf } from '../../lib/protocol/channels.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { conversationRoutes as specs } from '../../lib/protocol/routes/conversations.ts'
import { holderOf } from '../../lib/session/holder.ts'
import { conversationView } from '../../lib/views/conversation.ts'
import { counts, list } from './lists.ts'

const get = route(specs.conversation, async ({ params }, app) => {
  const { session } = await loadOrNew(app, params)
  const [attributes, { config }] = await Promise.all([
    app.store.attributes([session.id]),
    app.directory.bot(params.botId),
  ])
  return {
    ...conversationView(await asOfNow(app, session)),
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

const say = route(specs.say, async ({ params, body: { id, ifHeld, insteadOf, ...message }, caller }, app) => {
  const command = {
    verb: 'say',
    by: actorOf(caller),
    message,
    ...defined({ id, ifHeld, insteadOf }),
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

/** Interlude's own routes over conversations; the console uses these. */
export const conversationRoutes: readonly Route[] = [list, counts, get, entries, say, note, redeliver]

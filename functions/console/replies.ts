import { agentOf } from '../../lib/auth/caller.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { DEFAULT_REPLY_TRIGGER } from '../../lib/protocol/canned-reply.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { replyRoutes as specs } from '../../lib/protocol/routes/replies.ts'

const cannedReplies = route(specs.cannedReplies, async ({ params: { botId }, caller }, app) => {
  // A configuration that was stored before bots had canned replies has none.
  const { replies: shared = [], replyTrigger: trigger = DEFAULT_REPLY_TRIGGER } = (await app.directory.bot(botId))
    .config
  const own = (await app.store.ownReplies({ botId, agentId: agentOf(caller).id }))?.items ?? []
  const items = [
    ...shared.map(reply => ({ ...reply, scope: 'shared' as const })),
    ...own.map(reply => ({ ...reply, scope: 'own' as const })),
  ]
  return { items, trigger }
})

const ownReplies = route(specs.ownReplies, async ({ params: { botId }, caller }, app) => {
  await app.directory.bot(botId)
  const stored = await app.store.ownReplies({ botId, agentId: agentOf(caller).id })
  return stored ? { version: stored.version, items: [...stored.items] } : { version: 0, items: [] }
})

const putOwnReplies = route(specs.putOwnReplies, async ({ params: { botId }, body, caller }, app) => {
  await app.directory.bot(botId)
  const changed = { version: body.version + 1, items: body.items }
  if (!(await app.store.putOwnReplies({ botId, agentId: agentOf(caller).id }, body.version, changed))) {
    throw new InterludeError('config.stale_version', 'the replies changed after you read them')
  }
  return changed
})

/** The routes of canned replies: those of a bot, and those that the calling agent made. */
export const cannedReplyRoutes: readonly Route[] = [cannedReplies, ownReplies, putOwnReplies]

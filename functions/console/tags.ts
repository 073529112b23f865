import { actorOf } from '../../lib/auth/caller.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { tagRoutes as specs } from '../../lib/protocol/routes/tags.ts'
import { controlChange } from '../../lib/views/control-change.ts'
import { configured } from './configured.ts'

const tags = route(specs.tags, async ({ params: { botId } }, app) => ({
  items: await configured(app, botId, 'tags'),
}))

const tag = route(specs.tag, async ({ params, body, caller }, app) => {
  const { outcome, session } = await execute(app, params, { verb: 'tag', ...body, by: actorOf(caller) })
  return controlChange(outcome, session)
})

/** The routes of tags. */
export const tagRoutes: readonly Route[] = [tags, tag]

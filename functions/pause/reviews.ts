import { actorOf } from '../../lib/auth/caller.ts'
import { approve as approveReply } from '../../lib/conversations/approve.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { reviewRoutes as specs } from '../../lib/protocol/routes/reviews.ts'
import { controlChange } from '../../lib/views/control-change.ts'
import { writtenBy } from '../../lib/views/written.ts'

const supervise = route(specs.supervise, async ({ params, body, caller }, app) => {
  const trigger = caller.as === 'agent' ? 'agent' : 'operator'
  const { outcome, session } = await execute(app, params, {
    verb: 'supervise',
    ...body,
    trigger,
    by: actorOf(caller),
  })
  return controlChange(outcome, session)
})

const approve = route(specs.approve, async ({ params, body, caller }, app) => {
  const { outcome, session } = await approveReply(app, params, { ...body, by: actorOf(caller), botPaused: false })
  return { session: session.id, ...writtenBy(outcome) }
})

/** The routes of supervised mode. */
export const reviewRoutes: readonly Route[] = [supervise, approve]

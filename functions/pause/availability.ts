import { availability } from '../../lib/conversations/availability.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { availabilityRoutes as specs } from '../../lib/protocol/routes/availability.ts'

const show = route(specs.availability, async ({ params, query }, app) => {
  // The bot must exist, so that a wrong id is no empty queue.
  await app.directory.bot(params.botId)
  return await availability(app, { ...params, ...query }, await app.policyOf(params.botId), app.clock.now())
})

/** The route by which a bot asks before it promises a person. */
export const availabilityRoutes: readonly Route[] = [show]

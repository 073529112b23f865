import type { App } from '../../lib/app.ts'
import { actorOf, type Caller } from '../../lib/auth/caller.ts'
import { execute } from '../../lib/conversations/execute.ts'
import type { Target } from '../../lib/conversations/load.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { RateBody, RatingAnswer } from '../../lib/protocol/rating.ts'
import { ratingRoutes as specs } from '../../lib/protocol/routes/ratings.ts'
import { episodeId } from '../../lib/session/session.ts'
import { ratingView } from './handoff-view.ts'

async function rateAs(app: App, target: Target, caller: Caller, body: RateBody): Promise<RatingAnswer> {
  const { outcome, session } = await execute(app, target, { verb: 'rate', ...body, by: actorOf(caller) })
  const { episode, rating, duplicate } = outcome
  const ids = { session: session.id, seq: rating.seq, episodeId: episodeId(session, episode) }
  return { ...ids, rating: ratingView(rating), duplicate }
}

/** The routes that take the user's rating of the part of people. */
export const ratingRoutes: readonly Route[] = [
  route(specs.rate, ({ params, query, body, caller }, app) => rateAs(app, { ...params, ...query }, caller, body)),
  route(specs.rateAddressed, ({ params, query, body, caller }, app) =>
    rateAs(app, { ...params, ...query }, caller, body),
  ),
  route(specs.rateSession, ({ params, body, caller }, app) => rateAs(app, params, caller, body)),
]

import type { App } from '../../lib/app.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { loadOrNew, type Target } from '../../lib/conversations/load.ts'
import { placeOf } from '../../lib/conversations/place.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { type Place, placeRoutes as specs } from '../../lib/protocol/routes/places.ts'
import { isOpen } from '../../lib/session/hours.ts'
import { queueOf } from '../../lib/session/listed.ts'
import { forQueue } from '../../lib/session/policy.ts'
import { isWaiting } from '../../lib/session/waits.ts'

async function placeFor(app: App, target: Target): Promise<Place> {
  const { session: stored } = await loadOrNew(app, target)
  const session = await asOfNow(app, stored)
  if (!isWaiting(session)) return { waiting: false }
  const { hours } = forQueue(await app.policyOf(session.botId), queueOf(session))
  // A place outside the hours would promise an answer.
  if (hours && !isOpen(hours, app.clock.now())) return { waiting: true }
  return { waiting: true, ...defined({ position: await placeOf(app.store, session) }) }
}

/** The routes by which the user's client or the channel asks for the place among those who wait. */
export const placeRoutes: readonly Route[] = [
  route(specs.place, ({ params, query }, app) => placeFor(app, { ...params, ...query })),
  route(specs.placeAddressed, ({ params, query }, app) => placeFor(app, { ...params, ...query })),
  route(specs.placeOfSession, ({ params }, app) => placeFor(app, params)),
]

import { type Route, route } from '../../lib/http/route.ts'
import { subscriptionRoutes as specs } from '../../lib/protocol/routes/subscriptions.ts'

const handlers = async () => await import('./subscriptions.ts')

/** The routes of subscriptions to alerts. Only their requests read the code of their handlers. */
export const subscriptionRoutes: readonly Route[] = [
  route(specs.subscriptions, async (request, app) => await (await handlers()).list(request, app)),
  route(specs.subscribe, async (request, app) => await (await handlers()).subscribe(request, app)),
  route(specs.changeSubscription, async (request, app) => await (await handlers()).change(request, app)),
  route(specs.unsubscribe, async (request, app) => await (await handlers()).unsubscribe(request, app)),
]

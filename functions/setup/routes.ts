import type { Route } from '../../lib/http/route.ts'
import { botRoutes } from './bots.ts'
import { platformRoutes } from './channels.ts'
import { checkRoutes } from './checks.ts'
import { eventRoutes } from './events.ts'
import { serviceRoutes } from './service.ts'
import { subscriptionRoutes } from './subscription-routes.ts'

/**
 * The routes of this function: bots, their channels, keys and secrets, subscriptions to their alerts, the operator's
 * applications at platforms, the events that endpoints lack, and the documents of the API.
 */
export const setupRoutes: readonly Route[] = [
  ...botRoutes,
  ...checkRoutes,
  ...subscriptionRoutes,
  ...platformRoutes,
  ...eventRoutes,
  ...serviceRoutes,
]

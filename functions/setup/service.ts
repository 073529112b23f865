import { type Route, route } from '../../lib/http/route.ts'
import { serviceRoutes as specs } from '../../lib/protocol/routes/setup.ts'
import { docs, openApi } from './documents.ts'

/** The routes of the API's documents. They need no token. */
export const serviceRoutes: readonly Route[] = [
  route(specs.openapi, async () => openApi()),
  route(specs.docs, async () => docs()),
]

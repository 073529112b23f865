import type { Route } from '../../lib/http/route.ts'
import { botRoutes } from './bots.ts'
import { platformRoutes } from './channels.ts'
import { serviceRoutes } from './service.ts'

/**
 * The routes of this function: bots, their keys and secrets, the operator's applications at platforms, and the documents
 * of the API.
 */
export const setupRoutes: readonly Route[] = [...botRoutes, ...platformRoutes, ...serviceRoutes]

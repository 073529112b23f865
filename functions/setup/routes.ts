import type { Route } from '../../lib/http/route.ts'
import { botRoutes } from './bots.ts'
import { platformRoutes } from './channels.ts'
import { checkRoutes } from './checks.ts'
import { serviceRoutes } from './service.ts'

/**
 * The routes of this function: bots, their channels, keys and secrets, the operator's applications at platforms, and the
 * documents of the API.
 */
export const setupRoutes: readonly Route[] = [...botRoutes, ...checkRoutes, ...platformRoutes, ...serviceRoutes]

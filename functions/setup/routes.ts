import type { Route } from '../../lib/http/route.ts'
import { botRoutes } from './bots.ts'
import { serviceRoutes } from './service.ts'

/** The routes of this function: bots, their keys and secrets, and the documents of the API. */
export const setupRoutes: readonly Route[] = [...botRoutes, ...serviceRoutes]

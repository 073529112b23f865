import type { Route } from '../../lib/http/route.ts'
import { notificationRoutes } from './notifications.ts'
import { readMarkRoutes } from './read-marks.ts'
import { searchRoutes } from './search.ts'

/** What this function serves: what a console looks up beside the conversations themselves, and what agents are told. */
export const consoleRoutes: readonly Route[] = [...readMarkRoutes, ...searchRoutes, ...notificationRoutes]

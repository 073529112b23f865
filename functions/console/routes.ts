import type { Route } from '../../lib/http/route.ts'
import { readMarkRoutes } from './read-marks.ts'
import { searchRoutes } from './search.ts'

/** What this function serves: what a console looks up beside the conversations themselves. */
export const consoleRoutes: readonly Route[] = [...readMarkRoutes, ...searchRoutes]

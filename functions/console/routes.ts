import type { Route } from '../../lib/http/route.ts'
import { readMarkRoutes } from './read-marks.ts'
import { searchRoutes } from './search.ts'
import { signOutRoutes } from './sign-out.ts'

/** What this function serves: what a console looks up beside the conversations themselves, and an agent's sign-out everywhere. */
export const consoleRoutes: readonly Route[] = [...readMarkRoutes, ...searchRoutes, ...signOutRoutes]

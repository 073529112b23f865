import type { Route } from '../../lib/http/route.ts'
import { onlineAgentRoutes } from './agents.ts'
import { cannedCardRoutes } from './cards.ts'
import { notificationRoutes } from './notifications.ts'
import { readMarkRoutes } from './read-marks.ts'
import { searchRoutes } from './search.ts'
import { signOutRoutes } from './sign-out.ts'

/** The routes of an agent's console: search, read marks, notifications, canned cards, agents online, and sign-out. */
export const consoleRoutes: readonly Route[] = [
  ...readMarkRoutes,
  ...searchRoutes,
  ...notificationRoutes,
  ...cannedCardRoutes,
  ...onlineAgentRoutes,
  ...signOutRoutes,
]

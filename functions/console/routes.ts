import type { Route } from '../../lib/http/route.ts'
import { botAgentRoutes } from './agents.ts'
import { cannedCardRoutes } from './cards.ts'
import { hitlnextRoutes } from './hitlnext/routes.ts'
import { userLinkRoutes } from './links.ts'
import { macroRoutes } from './macros.ts'
import { notificationRoutes } from './notifications.ts'
import { readMarkRoutes } from './read-marks.ts'
import { cannedReplyRoutes } from './replies.ts'
import { searchRoutes } from './search.ts'
import { signOutRoutes } from './sign-out.ts'
import { tagRoutes } from './tags.ts'

/**
 * The routes of this function: search in a log, read marks, notifications, canned cards and replies, links, tags, macros,
 * agents, an agent's sign-out everywhere, and Botpress' module `hitlnext`.
 */
export const consoleRoutes: readonly Route[] = [
  ...readMarkRoutes,
  ...searchRoutes,
  ...notificationRoutes,
  ...cannedCardRoutes,
  ...tagRoutes,
  ...macroRoutes,
  ...cannedReplyRoutes,
  ...userLinkRoutes,
  ...botAgentRoutes,
  ...signOutRoutes,
  ...hitlnextRoutes,
]

import type { Route } from '../../lib/http/route.ts'
import { botAgentRoutes } from './agents.ts'
import { botCheckRoutes } from './bot-check.ts'
import { cannedCardRoutes } from './cards.ts'
import { hitlnextRoutes } from './hitlnext/routes.ts'
import { userLinkRoutes } from './links.ts'
import { macroRoutes } from './macros.ts'
import { notificationRoutes } from './notifications.ts'
import { readMarkRoutes } from './read-marks.ts'
import { cannedReplyRoutes } from './replies.ts'
import { reportRoutes } from './reports.ts'
import { searchRoutes } from './search.ts'
import { signOutRoutes } from './sign-out.ts'
import { tagRoutes } from './tags.ts'

/**
 * The routes of this function: search in a log, read marks, notifications, canned cards and replies, links, tags, macros,
 * agents, reports, an agent's sign-out everywhere, trial calls to a bot, and Botpress' module `hitlnext`.
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
  ...reportRoutes,
  ...signOutRoutes,
  ...botCheckRoutes,
  ...hitlnextRoutes,
]

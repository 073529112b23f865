import { type Route, route } from '../../lib/http/route.ts'
import { botCheckRoutes as specs } from '../../lib/protocol/routes/bot-check.ts'

/** The route that tries the servers of a bot. Only its requests read the code that calls them. */
export const botCheckRoutes: readonly Route[] = [
  route(specs.checkBot, async (request, app) => await (await import('./try-bot.ts')).tryBot(request, app)),
]

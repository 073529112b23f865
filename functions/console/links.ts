import { type Route, route } from '../../lib/http/route.ts'
import { linkRoutes as specs } from '../../lib/protocol/routes/links.ts'
import { configured } from './configured.ts'

const links = route(specs.links, async ({ params: { botId } }, app) => ({
  items: await configured(app, botId, 'links'),
}))

/** The route of the links that agents see in a profile. */
export const userLinkRoutes: readonly Route[] = [links]

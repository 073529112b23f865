import { type Route, route } from '../../lib/http/route.ts'
import { linkRoutes as specs } from '../../lib/protocol/routes/links.ts'

const links = route(specs.links, async ({ params: { botId } }, app) => {
  // A configuration that was stored before bots had links has none.
  const { links: items = [] } = (await app.directory.bot(botId)).config
  return { items }
})

/** The route of the links that agents see in a profile. */
export const userLinkRoutes: readonly Route[] = [links]

import { type Route, route } from '../../lib/http/route.ts'
import { cardRoutes as specs } from '../../lib/protocol/routes/cards.ts'
import { configured } from './configured.ts'

const cards = route(specs.cards, async ({ params: { botId } }, app) => ({
  items: await configured(app, botId, 'cards'),
}))

/** The route of the cards that agents may send. */
export const cannedCardRoutes: readonly Route[] = [cards]

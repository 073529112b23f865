import { type Route, route } from '../../lib/http/route.ts'
import { cardRoutes as specs } from '../../lib/protocol/routes/cards.ts'

const cards = route(specs.cards, async ({ params: { botId } }, app) => {
  // A configuration that was stored before bots had cards has none.
  const { cards: items = [] } = (await app.directory.bot(botId)).config
  return { items }
})

/** The route of the cards that agents may send. */
export const cannedCardRoutes: readonly Route[] = [cards]

import { firstAt } from '../../lib/conversations/first-at.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { searchLog } from '../../lib/conversations/search-log.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { logSearchRoutes as specs } from '../../lib/protocol/routes/log-search.ts'

const search = route(specs.searchLog, async ({ params, query: { q, before, limit } }, app) => {
  const { session } = await loadOrNew(app, params)
  const wanted = { text: q, limit, ...defined({ before }) }
  const { found, next } = await searchLog(app.store, session, wanted)
  const items = found.map(({ snippet, ...each }) => ({
    ...each,
    snippet: snippet.text,
    highlights: [...snippet.highlights],
  }))
  return { session: session.id, items, ...defined({ next }) }
})

const at = route(specs.entryAt, async ({ params, query: { time } }, app) => {
  const { session } = await loadOrNew(app, params)
  const seq = await firstAt(app.store, session, Date.parse(time))
  return { session: session.id, ...defined({ seq }), revision: session.revision }
})

/** The routes that find an entry of a conversation's log, by words or by time. */
export const searchRoutes: readonly Route[] = [search, at]

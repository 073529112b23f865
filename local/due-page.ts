import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { App } from '../lib/app.ts'

const PATH = '/_due'
/** So many conversations are counted at most. */
const MOST = 1_000
const WithinMs = z.coerce
  .number()
  .int()
  .min(0)
  .max(24 * 3_600_000)
  .catch(0)

/** The answer of `/_due`. */
export interface Due {
  readonly withinMs: number
  /** Conversations that have a deadline so soon, or behind them: a turn, an alert, a delivery, a handback; 1,000 at most. */
  readonly conversations: number
}

/**
 * Answers `GET /_due?withinMs=N`: how many conversations have something due within so many ms. Whatever is owed has a
 * deadline, also while somebody is at it, so 0 means that all is at rest for that long. Names no conversation.
 */
export function duePage(app: Promise<App>): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
  return async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
    if (pathname !== PATH || req.method !== 'GET') return false
    const { store, clock } = await app
    const withinMs = WithinMs.parse(searchParams.get('withinMs') ?? 0)
    const due = await store.due(clock.now() + withinMs, MOST)
    const body: Due = { withinMs, conversations: due.length }
    res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
    return true
  }
}

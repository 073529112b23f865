import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { App } from '../lib/app.ts'

const PATH = '/_due'
/** The highest count. */
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
  /**
   * Conversations with a deadline within that time or already over: a turn, an alert, a delivery, a handback. At most
   * 1,000.
   */
  readonly conversations: number
}

/**
 * Answers `GET /_due?withinMs=N` with the number of conversations that have something due within N ms. All pending work
 * has a deadline, even while it is in progress, so 0 means that nothing is pending. Names no conversation.
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

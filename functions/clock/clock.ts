import type { App } from '../../lib/app.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { owedAt, pay } from '../../lib/effects/owed.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'

const BATCH = 100
const CONVERSATIONS_AT_ONCE = 16

/**
 * Handles overdue turns, handoffs, alerts, deliveries and handbacks. Runs until nothing is due or until `untilMs`. The
 * next run handles the rest.
 */
export async function runClock(
  app: App,
  untilMs: number,
): Promise<{ readonly visited: number; readonly failed: number }> {
  const seen = new Set<SessionId>()
  let failed = 0
  // Conversations that are still due after their visit (it failed, or the index lags) come first: the next page skips
  // them.
  let inFront = 0
  while (app.clock.now() < untilMs) {
    const limit = BATCH + inFront
    const found = await app.store.due(app.clock.now(), limit)
    const due = found.filter(id => !seen.has(id))
    inFront = found.length - due.length
    if (due.length === 0 && found.length < limit) break
    for (const id of due) seen.add(id)
    const failures = await inParallel(due, CONVERSATIONS_AT_ONCE, id => visit(app, id))
    for (const { item, error } of failures) app.log.error('clock failed', { session: item, error: String(error) })
    failed += failures.length
  }
  return { visited: seen.size, failed }
}

async function visit(app: App, id: SessionId): Promise<void> {
  const loaded = await app.store.load(id)
  if (!loaded) return
  const target = { id, botId: loaded.session.botId }
  const { session } = await execute(app, target, { verb: 'tick' })
  await pay(app, session, owedAt(session, app.clock.now()))
}

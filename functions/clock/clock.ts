import type { App } from '../../lib/app.ts'
import { owedAt, pay } from '../../lib/effects/owed.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
import { execute } from '../../lib/session/execute.ts'
import { loadOrNew } from '../../lib/session/load.ts'

const BATCH = 100
const CONVERSATIONS_AT_ONCE = 16

/**
 * Carries out what is overdue: turns without an answer, handoffs that nobody took, alerts, deliveries and handbacks to try
 * again. Goes on until nothing is due or `untilMs` is reached; what is left is for the next minute.
 */
export async function runClock(
  app: App,
  untilMs: number,
): Promise<{ readonly visited: number; readonly failed: number }> {
  const seen = new Set<SessionId>()
  let failed = 0
  while (app.clock.now() < untilMs) {
    const due = (await app.store.due(app.clock.now(), BATCH)).filter(id => !seen.has(id))
    if (due.length === 0) break
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
  await execute(app, target, { verb: 'tick' })
  const { session } = await loadOrNew(app, target)
  await pay(app, session, owedAt(session, app.clock.now()))
}

import type { App } from '../../lib/app.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { owesEvents, sendWaitingEvents } from '../../lib/effects/events.ts'
import { owedAt, pay } from '../../lib/effects/owed.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import { takeBack } from '../../lib/effects/take-back.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
import type { Decision } from '../../lib/session/decide.ts'
import type { Session } from '../../lib/session/session.ts'
import { waitingControl } from '../../lib/session/waits.ts'

const BATCH = 100
const CONVERSATIONS_AT_ONCE = 16
const AGENTS_AT_ONCE = 4

/**
 * Takes back the conversations of agents who are gone, handles overdue turns, handoffs, alerts, deliveries and handbacks,
 * gives waiting conversations to agents, and sends the events that wait at the end, so that a slow endpoint delays
 * nothing else. Runs until nothing is due or until `untilMs`. The next run handles the rest.
 */
export async function runClock(
  app: App,
  untilMs: number,
): Promise<{ readonly visited: number; readonly failed: number }> {
  const seen = new Set<SessionId>()
  const withEvents: Session[] = []
  /** Bots with a conversation that waits. Each of them has a deadline, so all are visited. */
  const waiting = new Set<string>()
  let failed = await visitAgents(app)
  const forEach = async <T extends SessionId | Session>(items: readonly T[], work: (item: T) => Promise<unknown>) => {
    const failures = await inParallel(items, CONVERSATIONS_AT_ONCE, work)
    for (const { item, error } of failures) {
      app.log.error('clock failed', { session: typeof item === 'string' ? item : item.id, error: String(error) })
    }
    failed += failures.length
  }
  // Conversations that are still due after their visit (it failed, its events wait, or the index lags) come first: the
  // next page skips them.
  let inFront = 0
  while (app.clock.now() < untilMs) {
    const limit = BATCH + inFront
    const found = await app.store.due(app.clock.now(), limit)
    const due = found.filter(id => !seen.has(id))
    inFront = found.length - due.length
    if (due.length === 0 && found.length < limit) break
    for (const id of due) seen.add(id)
    await forEach(due, async id => {
      const session = await visit(app, id)
      if (session && waitingControl(session)) waiting.add(session.botId)
      if (session && owesEvents(session, app.clock.now())) withEvents.push(session)
    })
  }
  for (const botId of waiting) await app.assigner.assign(botId)
  await forEach(withEvents, async session => {
    if (app.clock.now() < untilMs) await sendWaitingEvents(app, session)
  })
  return { visited: seen.size, failed }
}

/** Returns the number of agents at whom it failed. */
async function visitAgents(app: App): Promise<number> {
  const gone = await app.store.goneAgents(app.clock.now(), BATCH)
  const failures = await inParallel(gone, AGENTS_AT_ONCE, agent => takeBack(app, agent))
  for (const { item, error } of failures) {
    app.log.error('taking back conversations failed', { bot: item.botId, agent: item.agentId, error: String(error) })
  }
  return failures.length
}

/** Returns the conversation, unless it is gone. */
async function visit(app: App, id: SessionId): Promise<Session | undefined> {
  const loaded = await app.store.load(id)
  if (!loaded) return undefined
  const target = { id, botId: loaded.session.botId }
  const { session, decision } = await execute(app, target, { verb: 'tick' })
  if (!decision.changed) await correctDeadline(app, loaded.version, decision)
  await pay(app, session, owedAt(session, app.clock.now()))
  return session
}

/**
 * Stores the deadline of a conversation that is not due, since the policy has changed after its last commit: with the
 * former deadline, every run would visit it.
 */
async function correctDeadline(app: App, version: number, decision: Decision<unknown>): Promise<void> {
  const { due = Number.POSITIVE_INFINITY } = decision
  if (due > app.clock.now()) await app.store.commit(version, decision)
}

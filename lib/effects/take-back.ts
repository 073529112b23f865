import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import type { StoredAgent } from '../ports/agents.ts'
import type { Entry } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import { agentIdOf } from '../session/listed.ts'
import type { Session } from '../session/session.ts'
import { inParallel } from './parallel.ts'

const PAGE = 100
const AT_ONCE = 8
/** After this time (ms) an agent is settled, though the count of their conversations may say that some are left. */
const SETTLED_AFTER_MS = 10 * 60_000

/**
 * Gives the conversations of an agent who is gone back to the queue, in front, except the snoozed ones. Does nothing if
 * the agent came back. A crash in the middle leaves the agent due, and the next run takes back the rest. Throws the first
 * failure at the end.
 */
export async function takeBack(app: App, due: StoredAgent): Promise<void> {
  const { store, clock } = app
  const { botId, agentId } = due
  const target = { botId, agentId }
  const isGone = async () => {
    const agent = await store.agent(target)
    return agent?.goneAt !== undefined && agent.goneAt <= clock.now() ? { ...agent, goneAt: agent.goneAt } : undefined
  }
  let cursor: string | undefined
  do {
    if (!(await isGone())) return
    const { items, next } = await store.list({
      botId,
      status: 'assigned',
      agentId,
      limit: PAGE,
      ...defined({ cursor }),
    })
    const failures = await inParallel(items, AT_ONCE, ({ id }) => release(app, { id, botId }, agentId))
    if (failures[0]) throw failures[0].error
    cursor = next
  } while (cursor !== undefined)
  const agent = await isGone()
  if (!agent) return
  const { seenUntil, goneAt, load } = agent
  // The list may lag behind the count, which includes snoozed conversations.
  if (load > 0 && clock.now() < goneAt + SETTLED_AFTER_MS) return
  await store.changePresence(target, seenUntil, { seenUntil })
}

/** Whether an entry wakes a snoozed conversation without its agent. */
export function wakesAlone(entry: Entry): boolean {
  return entry.kind === 'woken' && entry.by.type !== 'agent'
}

/** Gives a conversation that woke without its agent back to the queue, in front, if the agent is gone. */
export async function takeBackWoken(app: App, session: Session, entries: readonly Entry[]): Promise<void> {
  const agentId = agentIdOf(session)
  if (agentId === undefined || !entries.some(wakesAlone)) return
  const { id, botId } = session
  const agent = await app.store.agent({ botId, agentId })
  // An agent who was never seen works without sockets: idleness alone ends what they have.
  if (!agent || agent.seenUntil === 0 || app.clock.now() < (agent.goneAt ?? agent.seenUntil)) return
  await release(app, { id, botId }, agentId)
}

/** Does nothing if an overdue deadline ends the handoff instead: the clock's visit of the conversation records that. */
async function release(app: App, target: { readonly id: string; readonly botId: string }, from: string) {
  try {
    await execute(app, target, {
      verb: 'transfer',
      by: { type: 'system' },
      from,
      inFront: true,
      ofOthers: true,
      reason: 'the agent is gone',
    })
  } catch (error) {
    if (!(error instanceof InterludeError && error.code === 'handoff.not_open')) throw error
  }
}

import { statusOf } from '../conversations/agent-presence.ts'
import { type ExecutePorts, execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import type { StoredAgent } from '../ports/agents.ts'
import { InterludeError } from '../protocol/problem.ts'
import { isMember, type Policy } from '../session/policy.ts'
import type { Instant, Session } from '../session/session.ts'

/** Most conversations that one run gives from one queue. Each new wait and each end starts another run. */
const MOST = 100
/** Most entries that are read to find who let a conversation go. */
const LOOKED_AT = 50

/** Gives the longest waiting conversations of one queue to its members who are online and have room. */
export async function assignFrom(
  app: ExecutePorts,
  botId: string,
  queue: string | null,
  policy: Policy,
): Promise<void> {
  const agents = await takersOf(app, botId, policy)
  if (agents.length === 0) return
  const { items } = await app.store.list({ botId, status: 'pending', queue, limit: MOST })
  for (const session of items) {
    if (!agents.some(agent => hasRoom(agent, policy))) return
    await give(app, session, agents, policy)
  }
}

/** An agent as this run knows them: their load grows with what the run gives. */
type Taker = Pick<StoredAgent, 'agentId' | 'name'> & { load: number; lastAssignedAt: Instant }

async function takersOf({ store, clock }: ExecutePorts, botId: string, policy: Policy): Promise<readonly Taker[]> {
  const now = clock.now()
  const online = (await store.agents(botId)).filter(
    agent => isMember(policy, agent.agentId) && statusOf(agent, now) === 'online',
  )
  return online
    .map(({ agentId, name, load, lastAssignedAt = 0 }) => ({ agentId, load, lastAssignedAt, ...defined({ name }) }))
    .filter(agent => hasRoom(agent, policy))
}

function hasRoom({ load }: Taker, { capacity }: Policy): boolean {
  return capacity === undefined || load < capacity
}

/** Gives a conversation to the best of the agents. Tries the next one if that one has no room by now. */
async function give(app: ExecutePorts, session: Session, agents: readonly Taker[], policy: Policy): Promise<void> {
  const without = await leftBy(app, session)
  for (;;) {
    const free = agents.filter(agent => hasRoom(agent, policy) && !without.has(agent.agentId))
    const [agent] = free.toSorted(orderOf(policy))
    if (!agent) return
    const fate = await tryToGive(app, session, agent)
    if (fate === 'given') {
      agent.load += 1
      agent.lastAssignedAt = app.clock.now()
      return
    }
    if (fate === 'elsewhere') return
    // Another run, or the agent, was faster.
    agent.load = policy.capacity ?? agent.load
    without.add(agent.agentId)
  }
}

async function tryToGive(
  app: ExecutePorts,
  { id, botId }: Session,
  { agentId, name }: Taker,
): Promise<'given' | 'elsewhere' | 'full'> {
  const to = { type: 'agent', id: agentId, ...defined({ name }) } as const
  try {
    const target = { id, botId }
    const { outcome } = await execute(app, target, { verb: 'transfer', by: { type: 'system' }, to, ofOthers: false })
    return outcome.changed ? 'given' : 'elsewhere'
  } catch (error) {
    if (!(error instanceof InterludeError)) throw error
    if (error.code === 'agent.at_capacity') return 'full'
    if (error.code === 'handoff.not_yours' || error.code === 'handoff.not_open') return 'elsewhere'
    // Others write to it right now, perhaps another run.
    if (error.code === 'session.busy') return 'elsewhere'
    throw error
  }
}

/**
 * The best agent first. `round_robin`: the one who got the last conversation longest ago. Otherwise the one with the
 * least conversations; all have the same limit, so the least is the least relative to it.
 */
function orderOf({ assignment }: Policy): (one: Taker, two: Taker) => number {
  const byTurn = (one: Taker, two: Taker) =>
    one.lastAssignedAt - two.lastAssignedAt || (one.agentId < two.agentId ? -1 : 1)
  return assignment === 'round_robin' ? byTurn : (one, two) => one.load - two.load || byTurn(one, two)
}

/** The agents who let this conversation go themselves in this episode: it is not given to them again. */
async function leftBy({ store }: ExecutePorts, { id, revision, episodes }: Session): Promise<Set<string>> {
  const log = await store.entries(id, { before: revision + 1, limit: LOOKED_AT })
  const left = log.flatMap(entry => {
    if (entry.kind === 'declined' && entry.episode === episodes) return [entry.by.id]
    if (entry.kind !== 'transferred' || entry.episode !== episodes) return []
    return entry.from?.id === entry.by.id ? [entry.by.id] : []
  })
  return new Set(left.filter(agentId => agentId !== undefined))
}

import { defined } from '../defined.ts'
import type { AgentStore, StoredAgent } from '../ports/agents.ts'
import type { BotAgent } from '../protocol/agents.ts'
import { isMember, type Policy } from '../session/policy.ts'
import type { Instant } from '../session/session.ts'
import { statusOf } from './agent-presence.ts'

/** The collation of names. It is the same on every machine. */
const byName = new Intl.Collator('en')

/** Agents who were connected within this time count as agents of the bot. */
const LISTED_FOR_MS = 90 * 24 * 60 * 60_000

const nameOf = ({ id, name = id }: BotAgent) => name

/** Lists the agents whom a policy admits, sorted by name, or by id where there is no name. */
export async function agentsOf(
  store: AgentStore,
  botId: string,
  now: Instant,
  policy: Policy,
): Promise<readonly BotAgent[]> {
  const known = (await store.agents(botId)).filter(
    agent => agent.seenUntil > now - LISTED_FOR_MS && isMember(policy, agent.agentId),
  )
  return known
    .map(agent => agentView(agent, now, policy))
    .sort((a, b) => byName.compare(nameOf(a), nameOf(b)) || byName.compare(a.id, b.id))
}

export function agentView(agent: StoredAgent, now: Instant, { capacity }: Policy): BotAgent {
  const { agentId: id, name, load } = agent
  return { id, ...defined({ name }), status: statusOf(agent, now), load, ...defined({ capacity }) }
}

import { defined } from '../defined.ts'
import type { AgentStore, StoredAgent } from '../ports/agents.ts'
import type { SocketOwner, SocketStore } from '../ports/sockets.ts'
import type { AgentStatus } from '../protocol/agents.ts'
import type { Policy } from '../session/policy.ts'
import type { Instant } from '../session/session.ts'

type Owner = Pick<Extract<SocketOwner, { as: 'agent' }>, 'id' | 'name' | 'roles'>
type Times = Pick<Policy, 'presenceMs' | 'graceMs'>

/**
 * The part of the presence that is over before a ping renews it. With a ping each 25 s and 90 s of presence, every second
 * ping writes, and one lost ping ends no presence.
 */
const RENEWED_AFTER = 0.4

/** Whether an agent is connected and takes conversations. */
export function statusOf({ seenUntil, away }: Pick<StoredAgent, 'seenUntil' | 'away'>, now: Instant): AgentStatus {
  if (seenUntil <= now) return 'offline'
  return away ? 'away' : 'online'
}

/** Stores that an agent has a socket: for `presenceMs` from now, unless another sign of life renews it. */
export async function arrives(
  store: AgentStore,
  botId: string,
  { id, name, roles }: Owner,
  now: Instant,
  { presenceMs, graceMs }: Times,
): Promise<void> {
  const seenUntil = now + presenceMs
  const goneAt = seenUntil + graceMs
  await store.seeAgent({ botId, agentId: id, roles, seenUntil, goneAt, ...defined({ name }) })
}

/** Renews the presence of an agent whose socket gave a sign of life. Most signs cost a read alone. */
export async function isAlive(
  store: AgentStore,
  botId: string,
  owner: Owner,
  now: Instant,
  times: Times,
): Promise<void> {
  const agent = await store.agent({ botId, agentId: owner.id })
  if (agent && agent.seenUntil > now + times.presenceMs * (1 - RENEWED_AFTER)) return
  await arrives(store, botId, owner, now, times)
}

/**
 * Ends the presence of an agent whose last socket is gone. The conversations stay with the agent for the grace time. Call
 * `remove` through this function, so that an agent who connects again meanwhile stays present: `connect` stores the
 * socket first, and then the presence.
 */
export async function leaves(
  store: AgentStore & SocketStore,
  { botId, agentId }: { readonly botId: string; readonly agentId: string },
  now: Instant,
  remove: () => Promise<void>,
): Promise<void> {
  const agent = await store.agent({ botId, agentId })
  await remove()
  if (!agent || agent.seenUntil <= now) return
  if ((await store.connectionsOf(botId, agentId)).length > 0) return
  const { seenUntil, goneAt } = agent
  await store.changePresence({ botId, agentId }, seenUntil, {
    seenUntil: now,
    ...(goneAt !== undefined && { goneAt: now + (goneAt - seenUntil) }),
  })
}

import { defined } from '../defined.ts'
import type { AgentRef, AgentStore, StoredAgent } from '../ports/agents.ts'
import type { Decision } from '../session/decide.ts'
import { seatingOf } from '../session/seats.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** The agents of bots. */
export function agents({ agents: all }: Pick<Memory, 'agents'>): AtOnce<AgentStore> {
  return {
    agent: ref => all.get(nameOf(ref)),

    agents: botId => [...all.values()].filter(agent => agent.botId === botId),

    seeAgent({ botId, agentId, name, roles, seenUntil, goneAt }) {
      const { away, load, lastAssignedAt } = stored(all, { botId, agentId })
      const agent = { botId, agentId, name, roles, away, seenUntil, goneAt, load, lastAssignedAt }
      all.set(nameOf(agent), defined(agent))
    },

    changePresence(ref, was, { seenUntil, goneAt }) {
      const before = all.get(nameOf(ref))
      if (before?.seenUntil !== was) return false
      const { goneAt: _before, ...rest } = before
      all.set(nameOf(ref), { ...rest, seenUntil, ...defined({ goneAt }) })
      return true
    },

    setAway: (ref, away) => void all.set(nameOf(ref), { ...stored(all, ref), away }),

    goneAgents: (now, limit) =>
      [...all.values()].filter(({ goneAt }) => goneAt !== undefined && goneAt <= now).slice(0, limit),
  }
}

/** Changes the loads as a decision says. Returns false, and changes nothing, if its agent has no room. */
export function seat({ agents: all }: Pick<Memory, 'agents'>, decision: Decision<unknown>): boolean {
  const { from, to } = seatingOf(decision) ?? {}
  const { botId } = decision.session
  if (to) {
    const agent = stored(all, { botId, agentId: to.id })
    if (to.capacity !== undefined && agent.load >= to.capacity) return false
    all.set(nameOf(agent), { ...agent, load: agent.load + 1, lastAssignedAt: to.at })
  }
  if (from !== undefined) {
    const agent = stored(all, { botId, agentId: from })
    all.set(nameOf(agent), { ...agent, load: Math.max(0, agent.load - 1) })
  }
  return true
}

function stored(all: Memory['agents'], ref: AgentRef): StoredAgent {
  return all.get(nameOf(ref)) ?? { ...ref, roles: [], away: false, seenUntil: 0, load: 0 }
}

function nameOf({ botId, agentId }: AgentRef): string {
  return keyOf(botId, agentId)
}

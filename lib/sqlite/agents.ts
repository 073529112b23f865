import { defined } from '../defined.ts'
import type { AgentStore, StoredAgent } from '../ports/agents.ts'
import type { Database } from './database.ts'

interface AgentRow {
  readonly bot: string
  readonly id: string
  readonly name: string | null
  readonly roles: string
  readonly away: 0 | 1
  readonly seen_until: number
  readonly gone_at: number | null
  readonly load: number
  readonly assigned_at: number | null
}

/** The agents of bots. */
export function agents(database: Database): AgentStore {
  const one = database.prepare('SELECT * FROM agent WHERE bot = ? AND id = ?')
  const ofBot = database.prepare('SELECT * FROM agent WHERE bot = ?')
  const gone = database.prepare('SELECT * FROM agent WHERE gone_at <= ? ORDER BY gone_at LIMIT ?')
  return {
    agent: ({ botId, agentId }) =>
      database.read(() => {
        const row = one.get(botId, agentId)
        return row && agentFrom(row)
      }),

    agents: botId => database.read(() => ofBot.all(botId).map(agentFrom)),

    seeAgent: ({ botId, agentId, name = null, roles, seenUntil, goneAt = null }) =>
      database.write('seeAgent', { botId, agentId, name, roles: JSON.stringify(roles), seenUntil, goneAt }),

    changePresence: ({ botId, agentId }, was, { seenUntil, goneAt = null }) =>
      database.write('changePresence', { botId, agentId, was, seenUntil, goneAt }),

    setAway: ({ botId, agentId }, away) => database.write('setAway', { botId, agentId, away: away ? 1 : 0 }),

    goneAgents: (now, limit) => database.read(() => gone.all(now, limit).map(agentFrom)),
  }
}

function agentFrom(found: unknown): StoredAgent {
  const { bot, id, name, roles, away, seen_until, gone_at, load, assigned_at } = found as AgentRow
  return {
    botId: bot,
    agentId: id,
    roles: JSON.parse(roles),
    away: away === 1,
    seenUntil: seen_until,
    load,
    ...defined({
      name: name ?? undefined,
      goneAt: gone_at ?? undefined,
      lastAssignedAt: assigned_at ?? undefined,
    }),
  }
}

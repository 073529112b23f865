import type { DatabaseSync } from 'node:sqlite'
import type { Seating } from '../../session/seats.ts'

interface Ref {
  readonly botId: string
  readonly agentId: string
}
interface Presence extends Ref {
  readonly seenUntil: number
  readonly goneAt: number | null
}

/** Writes of agents, and the change of their loads within a commit. */
export function agentWrites(db: DatabaseSync) {
  const see = db.prepare(`
    INSERT INTO agent (bot, id, name, roles, seen_until, gone_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (bot, id) DO UPDATE SET name = excluded.name, roles = excluded.roles,
      seen_until = excluded.seen_until, gone_at = excluded.gone_at
  `)
  const change = db.prepare('UPDATE agent SET seen_until = ?, gone_at = ? WHERE bot = ? AND id = ? AND seen_until = ?')
  const away = db.prepare(`
    INSERT INTO agent (bot, id, away) VALUES (?, ?, ?) ON CONFLICT (bot, id) DO UPDATE SET away = excluded.away
  `)
  const load = db.prepare('SELECT load FROM agent WHERE bot = ? AND id = ?')
  const more = db.prepare(`
    INSERT INTO agent (bot, id, load, assigned_at) VALUES (?, ?, 1, ?)
    ON CONFLICT (bot, id) DO UPDATE SET load = load + 1, assigned_at = excluded.assigned_at
  `)
  const less = db.prepare('UPDATE agent SET load = max(0, load - 1) WHERE bot = ? AND id = ?')

  return {
    seat(botId: string, { from, to }: Seating): boolean {
      if (to) {
        const before = load.get(botId, to.id) as { load: number } | undefined
        if (to.capacity !== undefined && (before?.load ?? 0) >= to.capacity) return false
        more.run(botId, to.id, to.at)
      }
      if (from !== undefined) less.run(botId, from)
      return true
    },

    writes: {
      seeAgent({ botId, agentId, name, roles, seenUntil, goneAt }: Presence & { name: string | null; roles: string }) {
        see.run(botId, agentId, name, roles, seenUntil, goneAt)
      },

      changePresence({ botId, agentId, was, seenUntil, goneAt }: Presence & { readonly was: number }): boolean {
        return Number(change.run(seenUntil, goneAt, botId, agentId, was).changes) === 1
      },

      setAway({ botId, agentId, away: isAway }: Ref & { readonly away: 0 | 1 }): void {
        away.run(botId, agentId, isAway)
      },
    },
  }
}

/** Changes the loads. Returns false, and changes nothing, if the agent who gets the conversation has no room. */
export type Seat = ReturnType<typeof agentWrites>['seat']

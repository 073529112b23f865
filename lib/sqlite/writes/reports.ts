import type { DatabaseSync } from 'node:sqlite'
import { addCounts } from '../../session/counts.ts'
import type { Counts, Tally } from '../../session/tally.ts'

/** Writes of summaries, and the counting of handoffs within a commit. */
export function reportWrites(db: DatabaseSync) {
  const find = db.prepare('SELECT json FROM tally WHERE bot = ? AND day = ? AND queue = ? AND agent = ?')
  const put = db.prepare(`
    INSERT INTO tally (bot, day, queue, agent, name, json) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (bot, day, queue, agent) DO UPDATE SET name = coalesce(excluded.name, name), json = excluded.json
  `)
  const summarise = db.prepare('INSERT OR REPLACE INTO summary (bot, period, body) VALUES (?, ?, ?)')

  return {
    count(botId: string, tallies: readonly Tally[]): void {
      for (const { day, queue = '', agent, counts } of tallies) {
        const key = [botId, day, queue, agent?.id ?? ''] as const
        const before = find.get(...key) as { json: string } | undefined
        const sum = before ? addCounts(JSON.parse(before.json) as Counts, counts) : counts
        put.run(...key, agent?.name ?? null, JSON.stringify(sum))
      }
    },

    writes: {
      putSummary({ botId, period, body }: { botId: string; period: string; body: string }): void {
        summarise.run(botId, period, body)
      },
    },
  }
}

/** Adds tallies to the counters of a bot. */
export type CountTallies = ReturnType<typeof reportWrites>['count']

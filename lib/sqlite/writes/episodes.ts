import type { DatabaseSync } from 'node:sqlite'
import type { CommitInput } from './session-row.ts'

/** Inserts or updates an episode's record. */
export function episodeWriter(db: DatabaseSync) {
  const put = db.prepare(
    `INSERT INTO episode (session, number, bot, started_at, json) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (session, number) DO UPDATE SET json = excluded.json`,
  )
  return (pk: number, botId: string, { number, startedAt, json }: CommitInput['episodes'][number]): void => {
    put.run(pk, number, botId, startedAt, json)
  }
}

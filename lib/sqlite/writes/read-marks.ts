import type { DatabaseSync } from 'node:sqlite'

interface RaiseInput {
  readonly agentId: string
  readonly session: string
  readonly seq: number
  /** In ms, as `expires` is: until then the mark is kept. */
  readonly now: number
  readonly expires: number
}

/** Each write removes so many expired marks: more than it adds, so that none stay for long. */
const REMOVED_AT_ONCE = 10

/** Changes of agents' marks. */
export function readMarkWrites(db: DatabaseSync) {
  const sweep = db.prepare(
    `DELETE FROM read_mark WHERE (session, agent) IN
       (SELECT session, agent FROM read_mark WHERE expires <= ? ORDER BY expires LIMIT ${REMOVED_AT_ONCE})`,
  )
  const raise = db.prepare(
    `INSERT INTO read_mark (session, agent, seq, expires) SELECT pk, ?, ?, ? FROM session WHERE id = ?
     ON CONFLICT (session, agent) DO UPDATE SET seq = excluded.seq, expires = excluded.expires
     WHERE read_mark.seq < excluded.seq OR read_mark.expires <= ?`,
  )
  const stored = db.prepare(
    'SELECT seq FROM read_mark WHERE session = (SELECT pk FROM session WHERE id = ?) AND agent = ?',
  )
  return {
    /** Raises a mark to `seq` where it stands lower. Answers where it stands then. */
    raiseReadMark({ agentId, session, seq, now, expires }: RaiseInput): {
      readonly seq: number
      readonly raised: boolean
    } {
      sweep.run(now)
      const raised = Number(raise.run(agentId, seq, expires, session, now).changes) === 1
      const row = stored.get(session, agentId) as { seq: number } | undefined
      return { seq: row?.seq ?? seq, raised }
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { HAS_ID, KEY_OF_ID, keysOf } from '../session-keys.ts'

interface RaiseInput {
  readonly agentId: string
  readonly session: string
  readonly seq: number
  /** The current time in ms. The mark is kept until `expires`, also in ms. */
  readonly now: number
  readonly expires: number
}

/** Expired marks that each write removes: more than the one it adds, so that none stays long. */
const REMOVED_AT_ONCE = 10

/** Writes of agents' read marks. */
export function readMarkWrites(db: DatabaseSync) {
  const sweep = db.prepare(
    `DELETE FROM read_mark WHERE (session, agent) IN
       (SELECT session, agent FROM read_mark WHERE expires <= ? ORDER BY expires LIMIT ${REMOVED_AT_ONCE})`,
  )
  const raise = db.prepare(
    `INSERT INTO read_mark (session, agent, seq, expires) SELECT pk, ?, ?, ? FROM session WHERE ${HAS_ID}
     ON CONFLICT (session, agent) DO UPDATE SET seq = excluded.seq, expires = excluded.expires
     WHERE read_mark.seq < excluded.seq OR read_mark.expires <= ?`,
  )
  const stored = db.prepare(`SELECT seq FROM read_mark WHERE session = ${KEY_OF_ID} AND agent = ?`)
  return {
    /** Raises a mark to `seq` if it is lower, and returns the current one. */
    raiseReadMark({ agentId, session, seq, now, expires }: RaiseInput): {
      readonly seq: number
      readonly raised: boolean
    } {
      sweep.run(now)
      const keys = keysOf(session)
      const raised = Number(raise.run(agentId, seq, expires, ...keys, now).changes) === 1
      const row = stored.get(...keys, agentId) as { seq: number } | undefined
      return { seq: row?.seq ?? seq, raised }
    },
  }
}

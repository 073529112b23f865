import type { SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'
import { readBounded } from './read-bounded.ts'

/**
 * Bounds of a log that stands for a whole conversation. The bytes keep a list of 100 handoffs, each with the attributes
 * of its user, below the 6 MB that Lambda allows.
 */
const LIMIT = 100
const BOUNDS = { maxBytes: 32 * 1024, atLeastOne: true } as const

/** Reads the newest entries of a conversation up to `revision`, oldest first: at most 100, and 32 KB. */
export async function newestEntries(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
): Promise<readonly Entry[]> {
  return (await readBounded(store, id, { before: revision + 1, limit: LIMIT }, BOUNDS)).entries
}

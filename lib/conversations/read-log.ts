import type { EntryRange, SessionStore } from '../ports/sessions.ts'
import { asUserSees } from '../protocol/as-user-sees.ts'
import type { LogPage } from '../protocol/routes.ts'
import { isPaused, type Session } from '../session/session.ts'
import { asOfNow } from './as-of-now.ts'
import type { Reader } from './entry-frames.ts'
import type { ExecutePorts } from './execute.ts'
import { loadOrNew, type Target } from './load.ts'
import { readBounded } from './read-bounded.ts'

/** Maximum bytes of a page of a log. */
const MAX_PAGE_BYTES = 512 * 1024

/** Entries on both sides of one, and that one. */
interface Around {
  readonly around: number
  readonly limit: number
}

/**
 * Reads a page of a conversation's log as its reader may see it, with as much of the range as fits. `upto` is the
 * cursor for the next page, and also covers entries that are not shown.
 */
export async function readLog(
  { store, clock, policyOf }: Pick<ExecutePorts, 'store' | 'clock' | 'policyOf'>,
  target: Target,
  range: EntryRange | Around,
  reader: Reader,
): Promise<LogPage> {
  const { session } = await loadOrNew({ store, clock }, target)
  const { entries } = session.revision === 0 ? { entries: [] } : await readRange(store, session, range)
  const shown = reader === 'agent' ? entries : entries.map(asUserSees).filter(entry => entry !== undefined)
  const newest = entries.at(-1)?.seq
  const after = 'after' in range ? range.after : (entries[0]?.seq ?? 1) - 1
  return {
    session: session.id,
    entries: [...shown],
    after,
    upto: newest ?? after,
    // The log may have grown between the two reads. `revision` is never below the newest entry returned.
    revision: Math.max(session.revision, newest ?? 0),
    isPaused: isPaused(await asOfNow({ clock, policyOf }, session)),
  }
}

async function readRange(store: SessionStore, { id, revision }: Session, range: EntryRange | Around) {
  if (!('around' in range)) return await readBounded(store, id, range, { maxBytes: MAX_PAGE_BYTES, atLeastOne: true })
  const { limit } = range
  // The log is complete up to here, so entries that are appended meanwhile leave no gap between the two reads.
  const around = Math.min(range.around, revision)
  const half = { maxBytes: MAX_PAGE_BYTES / 2, atLeastOne: true }
  const [upTo, after] = await Promise.all([
    readBounded(store, id, { before: around + 1, limit: Math.ceil(limit / 2) }, half),
    readBounded(store, id, { after: around, limit: Math.floor(limit / 2) }, half),
  ])
  return { entries: [...upTo.entries, ...after.entries] }
}

import { asUserSees } from '../protocol/entry.ts'
import type { LogPage } from '../protocol/routes.ts'
import { readBounded } from './bounded-read.ts'
import type { ExecutePorts } from './execute.ts'
import type { Reader } from './frames.ts'
import { loadOrNew, type Target } from './load.ts'
import type { EntryRange } from './ports.ts'
import { asOf, isPaused } from './views.ts'

/** No page of a log has more bytes than this. */
const PAGE = { maxBytes: 512 * 1024, atLeastOne: true } as const

/** A page of a conversation's log, as its reader may see it: as much of the range as fits. `upto` is the cursor to go on from, over what is not shown too. */
export async function readLog(
  { store, clock, policy }: Pick<ExecutePorts, 'store' | 'clock' | 'policy'>,
  target: Target,
  range: EntryRange,
  reader: Reader,
): Promise<LogPage> {
  const { session } = await loadOrNew({ store, clock }, target)
  const { entries } = session.revision === 0 ? { entries: [] } : await readBounded(store, session.id, range, PAGE)
  const shown = reader === 'agent' ? entries : entries.map(asUserSees).filter(entry => entry !== undefined)
  const newest = entries.at(-1)?.seq
  const after = 'after' in range ? range.after : (entries[0]?.seq ?? 1) - 1
  return {
    session: session.id,
    entries: [...shown],
    after,
    upto: newest ?? after,
    // The log may have grown between the two reads; what was read is never newer than what is said to be there.
    revision: Math.max(session.revision, newest ?? 0),
    isPaused: isPaused(asOf(session, clock.now(), policy)),
  }
}

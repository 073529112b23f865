import type { EntryRange, SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import { MAX_ENTRY_BYTES } from '../protocol/message.ts'

/**
 * Entries of unknown size are read so many at once: as many as fit if all are as large as can be, within these bounds, since few
 * are. The next read follows the sizes seen.
 */
const FIRST_READ = { least: 4, most: 8 } as const
const MOST_AT_ONCE = 100

/**
 * Entries of a range that have at most `maxBytes` together: of a range with `after` the first ones, of one with `before` the last
 * ones. `atLeastOne`: one is given though it has more. Little more than what is given is read.
 */
export async function readBounded(
  store: Pick<SessionStore, 'entries'>,
  id: SessionId,
  range: EntryRange,
  { maxBytes, atLeastOne }: { readonly maxBytes: number; readonly atLeastOne: boolean },
): Promise<{ readonly entries: readonly Entry[]; readonly bytes: number }> {
  const backward = 'before' in range
  const found: Entry[] = []
  let bytes = 0
  let atOnce = Math.min(Math.max(Math.ceil(maxBytes / MAX_ENTRY_BYTES), FIRST_READ.least), FIRST_READ.most)
  let fits = true
  while (fits && found.length < range.limit) {
    const limit = Math.min(atOnce, range.limit - found.length)
    const page = await store.entries(id, following(range, found, limit))
    for (const entry of backward ? page.toReversed() : page) {
      const size = Buffer.byteLength(JSON.stringify(entry))
      fits = bytes + size <= maxBytes || (atLeastOne && found.length === 0)
      if (!fits) break
      found.push(entry)
      bytes += size
    }
    fits &&= page.length === limit && bytes < maxBytes
    const usual = Math.max(bytes / Math.max(found.length, 1), 1)
    atOnce = Math.min(Math.max(Math.floor((maxBytes - bytes) / usual), 1), MOST_AT_ONCE)
  }
  return { entries: backward ? found.toReversed() : found, bytes }
}

function following(range: EntryRange, found: readonly Entry[], limit: number): EntryRange {
  const last = found.at(-1)?.seq
  return 'before' in range ? { before: last ?? range.before, limit } : { ...range, after: last ?? range.after, limit }
}

import type { EntryRange, SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'
import { MAX_ENTRY_BYTES } from '../protocol/message.ts'

/**
 * Bounds of the first read, when entry sizes are unknown: as many entries as surely fit, within these bounds, since few
 * are of the maximum size. The next reads follow the sizes seen.
 */
const FIRST_READ = { least: 4, most: 8 } as const
const MOST_AT_ONCE = 100

/**
 * Reads entries of a range with at most `maxBytes` together: the first ones of a range with `after`, the last ones of a
 * range with `before`. `atLeastOne`: returns one entry even if it is larger. Reads little more than it returns.
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

import type { SessionStore } from '../ports/sessions.ts'
import type { Instant, Session } from '../session/session.ts'

/**
 * The clocks of several machines may differ by some ms, so this many entries before the found place are checked too.
 */
const LOOKED_BACK = 20

/**
 * Finds the first entry at or after a time, or undefined if the log ends before. Searches by halves, since times
 * ascend, with a read of one entry each, and then reads the entries just before the found place.
 */
export async function firstAt(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
  time: Instant,
): Promise<number | undefined> {
  let [low, high] = [1, revision + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [entry] = await store.entries(id, { after: middle - 1, limit: 1 })
    if (!entry || Date.parse(entry.at) < time) low = middle + 1
    else high = middle
  }
  const before = await store.entries(id, { before: low, limit: LOOKED_BACK })
  const earlier = before.find(({ at }) => Date.parse(at) >= time)
  return earlier?.seq ?? (low <= revision ? low : undefined)
}

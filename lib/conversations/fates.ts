import type { SessionStore } from '../ports/sessions.ts'
import type { Entry, RedeliveryEntry, UndeliverableEntry, WithheldEntry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'

/** An entry that says how the delivery of another entry ended. */
export type Fate = WithheldEntry | UndeliverableEntry | RedeliveryEntry

const PAGE = 100
/** Number of the newest entries that are searched for the fates of a message. */
export const MAX_LOOKED_AT = 2_000

/** Searches a log's newest entries for the fates of message `of`, and returns the newest first. */
export async function fatesOf(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
  of: number,
): Promise<readonly Fate[]> {
  const found: Fate[] = []
  // Start at the revision that was read. A redelivery that others append meanwhile has the same command hash, so the
  // command finds it.
  let before = revision + 1
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT && before > of + 1; lookedAt += PAGE) {
    const page = await store.entries(id, { before, limit: PAGE })
    found.push(...page.filter(entry => isFateOf(entry, of)).reverse())
    before = page[0]?.seq ?? 0
  }
  return found
}

function isFateOf(entry: Entry, of: number): entry is Fate {
  switch (entry.kind) {
    case 'withheld':
    case 'undeliverable':
    case 'redelivery':
      return entry.of === of
    default:
      return false
  }
}

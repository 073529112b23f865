import type { SessionStore } from '../ports/sessions.ts'
import type { Entry, RedeliveryEntry, UndeliverableEntry, WithheldEntry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'

/** An entry that says what became of the sending of another one. */
export type Fate = WithheldEntry | UndeliverableEntry | RedeliveryEntry

const PAGE = 100
/** So far back the fates of a message are looked for. */
export const MAX_LOOKED_AT = 2_000

/** Reads from a log's newest entries how the sending of message `of` ended; the newest fate first. */
export async function fatesOf(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
  of: number,
): Promise<readonly Fate[]> {
  const found: Fate[] = []
  // One past the revision that was read: what others append meanwhile is met by the command, under its own id.
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

import type { SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import type { SessionId } from '../protocol/ids.ts'

/** Reads one entry of a log. Undefined if the log has no such entry. */
export async function entryAt(store: SessionStore, id: SessionId, seq: number): Promise<Entry | undefined> {
  const [entry] = await store.entries(id, { after: seq - 1, upTo: seq, limit: 1 })
  return entry
}

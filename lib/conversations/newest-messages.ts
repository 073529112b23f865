import type { SessionStore } from '../ports/sessions.ts'
import { type MessageEntry, messagesOf } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'

/** Most pages of a log that are read, for the messages between which other entries stand. */
const MAX_PAGES = 5
const PAGE = 100

/** Reads the newest messages of a conversation, oldest first, at most `limit`. */
export async function newestMessages(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
  limit: number,
): Promise<readonly MessageEntry[]> {
  const found: MessageEntry[] = []
  let before = revision + 1
  for (let pages = 0; pages < MAX_PAGES && before > 1 && found.length < limit; pages++) {
    const page = await store.entries(id, { before, limit: PAGE })
    found.unshift(...messagesOf(page))
    before = page[0]?.seq ?? 1
  }
  return found.slice(-limit)
}

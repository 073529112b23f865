import type { SessionStore } from '../ports/sessions.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'

/** Pieces of a long message that one read takes. */
const PIECES_AT_ONCE = 10

/** Reads all pieces of a message. They are consecutive entries; most messages have one. */
export async function wholeMessage(
  store: Pick<SessionStore, 'entries'>,
  { id }: Pick<Session, 'id'>,
  seq: number,
): Promise<MessageEntry[]> {
  const pieces: MessageEntry[] = []
  for (let after = seq - 1, limit = 2; ; limit = PIECES_AT_ONCE) {
    const page = await store.entries(id, { after, limit })
    for (const entry of page) {
      const isPiece = entry.kind === 'message' && (entry.seq === seq || entry.continues === seq)
      if (!isPiece) return pieces
      pieces.push(entry)
    }
    if (page.length < limit) return pieces
    after += limit
  }
}

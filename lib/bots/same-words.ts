import { isDeepStrictEqual } from 'node:util'
import type { App } from '../app.ts'
import { entryAt } from '../conversations/entry-at.ts'
import type { Pieces } from '../session/pieces.ts'
import type { Session } from '../session/session.ts'

/** Logs a warning if a retry has other content under the same id. Interlude keeps the first content. */
export async function warnOfOtherWords(app: App, session: Session, seq: number, [piece]: Pieces): Promise<void> {
  const inTail = session.tail.find(entry => entry.seq === seq && !entry.cut)
  const entry = inTail ?? (await entryAt(app.store, session.id, seq))
  if (entry?.kind !== 'message') return
  const { type, text, payload } = entry
  const same = type === piece.type && text === piece.text && isDeepStrictEqual(payload, piece.payload)
  if (!same) app.log.warn('message id used again with other content', { session: session.id, seq })
}

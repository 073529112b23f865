import { asOfNow } from '../../../lib/conversations/as-of-now.ts'
import { entryFrames } from '../../../lib/conversations/entry-frames.ts'
import { readBounded } from '../../../lib/conversations/read-bounded.ts'
import { MAX_ENTRY_BYTES } from '../../../lib/protocol/message.ts'
import type { Session } from '../../../lib/session/session.ts'
import type { FrameContext } from './frame.ts'

/**
 * Sends a client the entries after its cursor, and the holder of the conversation. Stops at the frame's allowance; the
 * client's next pings bring the rest. Also stops if the socket is gone.
 */
export async function catchUp(context: FrameContext, session: Session, cursor: number): Promise<void> {
  const { app, socket, push, allowance } = context
  const { as } = socket.owner
  const { id, revision } = session
  const current = await asOfNow(app, session)
  let after = Math.min(cursor, revision)
  if (after === revision) {
    for (const frame of entryFrames(as, current, { after, entries: [] })) await push(frame)
    return
  }
  let needed = 1
  while (after < revision) {
    const room = await allowance.room(needed)
    if (room.bytes === 0) return
    const range = { after, upTo: revision, limit: room.entries }
    const { entries, bytes } = await readBounded(app.store, id, range, { maxBytes: room.bytes, atLeastOne: false })
    const upTo = entries.at(-1)?.seq
    if (upTo === undefined) {
      // The next entry does not fit. No entry is larger than this.
      if (needed === MAX_ENTRY_BYTES) return
      needed = MAX_ENTRY_BYTES
      continue
    }
    needed = 1
    allowance.spend(bytes, entries.length)
    for (const frame of entryFrames(as, current, { after, entries, more: upTo < revision })) {
      if ((await push(frame)) === 'gone') return
    }
    after = upTo
  }
}

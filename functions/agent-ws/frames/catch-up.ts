import { entryFrames } from '../../../lib/session/frames.ts'
import type { Session } from '../../../lib/session/session.ts'
import { asOf } from '../../../lib/session/views.ts'
import type { FrameContext } from './frame.ts'

const PAGE = 100
/** A client that lacks more than so many entries gets them with its next pings. */
const MAX_PAGES = 20

/** Sends a client exactly what it lacks of a conversation: the entries past its cursor, and who holds it now. */
export async function catchUp(context: FrameContext, session: Session, cursor: number): Promise<void> {
  const { app, socket, push } = context
  const { as } = socket.owner
  const current = asOf(session, app.clock.now(), app.policy)
  let after = Math.min(cursor, session.revision)
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const entries =
      after < session.revision
        ? await app.store.entries(session.id, { after, upTo: session.revision, limit: PAGE })
        : []
    const upTo = entries.at(-1)?.seq ?? session.revision
    const more = upTo < session.revision
    for (const frame of entryFrames(as, current, { after, entries, more })) await push(frame)
    if (!more) return
    after = upTo
  }
}

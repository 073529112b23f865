import { asUserSees } from '../protocol/as-user-sees.ts'
import type { Entry } from '../protocol/entry.ts'
import type { ServerFrame } from '../protocol/frames.ts'
import { FRAME_ROOM_BYTES } from '../protocol/wire.ts'
import type { Session } from '../session/session.ts'

/** The role for which a log is shown. */
export type Reader = 'agent' | 'user'

/**
 * Makes frames of at most 32 KB from a gapless piece of a log. Each has the range (after, upto] that it covers, since
 * users get no notes and no drafts: the cursor moves over entries that its reader may not see. The last frame has
 * `isPaused`, unless `more` of the log follows.
 */
export function entryFrames(
  reader: Reader,
  session: Pick<Session, 'id' | 'control'>,
  {
    after,
    entries,
    more = false,
  }: { readonly after: number; readonly entries: readonly Entry[]; readonly more?: boolean },
): ServerFrame[] {
  const frames: Extract<ServerFrame, { type: 'entries' }>[] = []
  let current = { type: 'entries' as const, session: session.id, after, upto: after, entries: [] as Entry[] }
  let room = FRAME_ROOM_BYTES
  for (const entry of entries) {
    const shown = reader === 'user' ? asUserSees(entry) : entry
    const bytes = shown ? Buffer.byteLength(JSON.stringify(shown)) + 1 : 0
    if (bytes > room && current.upto > current.after) {
      frames.push(current)
      current = { ...current, after: current.upto, entries: [] }
      room = FRAME_ROOM_BYTES
    }
    if (shown) current.entries.push(shown)
    current.upto = entry.seq
    room -= bytes
  }
  return [...frames, more ? current : { ...current, isPaused: session.control.holder === 'human' }]
}

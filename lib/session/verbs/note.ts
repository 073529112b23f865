import { type Change, change, unchanged } from '../change.ts'
import type { Note, Said } from '../commands.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Instant, Session } from '../session.ts'

/** Writes a line that only agents see. */
export function note(session: Session, command: Note, now: Instant): Change<Said> {
  const id = command.id === undefined ? undefined : commandHash('note', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, { seq: known.seq, duplicate: true })
  const seq = session.revision + 1
  const patch = id === undefined ? {} : remember(session, { id, seq }, now)
  const entries = [{ kind: 'note', by: command.by, text: command.text }] as const
  return change(session, now, { patch, entries }, { seq, duplicate: false })
}

import { defined } from '../../defined.ts'
import { type Change, change, unchanged } from '../change.ts'
import type { Note, Said } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Session } from '../session.ts'

/** Writes a line that only agents see. */
export function note(session: Session, command: Note, moment: Moment): Change<Said> {
  const id = command.id === undefined ? undefined : commandHash('note', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, { seq: known.seq, duplicate: true })
  const seq = session.revision + 1
  const patch = id === undefined ? {} : remember(session, { id, seq }, moment.now)
  const { by, text, remark } = command
  const entries = [{ kind: 'note', by, text, ...defined({ remark }) }] as const
  return change(session, moment, { patch, entries }, { seq, duplicate: false })
}

import { defined } from '../../defined.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Redeliver, Said } from '../commands.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Session } from '../session.ts'

/** Sends an undeliverable message again with a new entry. Each failure is answered once, whichever agent asks. */
export function redeliver(session: Session, { id, of, failure, by }: Redeliver, moment: Moment): Change<Said> {
  const hash = commandHash('redeliver', `${of}:${failure}`)
  const known = recall(session, hash)
  if (known) return unchanged(session, { seq: known.seq, duplicate: true })
  const seq = session.revision + 1
  const entry: NewEntry = { kind: 'redelivery', of, by, ...defined({ clientId: id }) }
  const patch = remember(session, { id: hash, seq }, moment.now)
  return change(session, moment, { patch, entries: [entry] }, { seq, duplicate: false })
}

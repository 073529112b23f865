import { type Change, change, unchanged } from './change.ts'
import type { Verb } from './commands.ts'
import type { ControlStep } from './control.ts'
import type { ControlChanged } from './control-commands.ts'
import type { Moment } from './policy.ts'
import { commandHash, NOTHING_WRITTEN, recall, remember } from './recent.ts'
import type { Session } from './session.ts'

/**
 * Changes control or the handoff once for each id of a command. Repeated, the command changes nothing, whatever has
 * happened since: it answers with the current holder (rule 6). `step` makes the change, or returns the `seq` of the entry
 * that had its effect before, `NOTHING_WRITTEN` if there is none. It may throw, and then nothing is remembered.
 */
export function once(
  session: Session,
  { verb, id: clientId }: { readonly verb: Verb; readonly id?: string },
  moment: Moment,
  step: () => ControlStep | number,
): Change<ControlChanged> {
  const id = clientId === undefined ? undefined : commandHash(verb, clientId)
  const known = recall(session, id)
  if (known) return unchanged(session, outcomeOf(session, false, known.seq))
  const made = step()
  const { patch, entries, episodes } = typeof made === 'number' ? { patch: {}, entries: [], episodes: [] } : made
  // The first entry tells the change of control; a message to the user may follow it.
  const seq = typeof made === 'number' ? made : session.revision + 1
  const after = { ...session, ...patch }
  const outcome = outcomeOf(after, entries.length > 0, seq)
  if (id === undefined && typeof made === 'number') return unchanged(session, outcome)
  const memory = id === undefined ? {} : remember(after, { id, seq }, moment.now)
  return change(session, moment, { patch: { ...patch, ...memory }, entries, episodes }, outcome)
}

/** The answer to a command that changes control, the handoff or tags. `seq`: its first entry, or `NOTHING_WRITTEN`. */
export function outcomeOf({ control }: Session, changed: boolean, seq: number): ControlChanged {
  return { isPaused: control.holder === 'human', changed, ...(seq !== NOTHING_WRITTEN && { seq }) }
}

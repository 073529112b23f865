import { type Change, change, unchanged } from '../change.ts'
import type { ControlChanged, Pause } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import type { Policy } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Instant, Session } from '../session.ts'

/**
 * Takes the conversation from the bot: from now on the fence accepts no reply of the bot. Pausing a paused conversation
 * changes nothing. A repeated pause never pauses again: it answers with the current holder (rule 6).
 */
export function pause(session: Session, command: Pause, now: Instant, policy: Policy): Change<ControlChanged> {
  const id = command.id === undefined ? undefined : commandHash('pause', command.id)
  const known = recall(session, id)
  const { control } = session
  if (known) return unchanged(session, { isPaused: control.holder === 'human', changed: false, seq: known.seq })

  switch (control.holder) {
    case 'human': {
      const outcome = { isPaused: true, changed: false, seq: control.seq }
      if (id === undefined) return unchanged(session, outcome)
      return change(session, now, { patch: remember(session, { id, seq: control.seq }, now) }, outcome)
    }
    case 'bot': {
      const step = takeFromBot(session, now, policy, command)
      const seq = session.revision + step.entries.length
      const held = { ...session, ...step.patch }
      const patch = { ...step.patch, ...(id !== undefined && remember(held, { id, seq }, now)) }
      return change(session, now, { ...step, patch }, { isPaused: true, changed: true, seq })
    }
    default:
      return control satisfies never
  }
}

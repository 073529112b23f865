import { type Change, change, unchanged } from '../change.ts'
import type { ControlChanged, Pause } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Session } from '../session.ts'

/**
 * Takes the conversation from the bot: from now on the fence accepts no reply of the bot. Pausing a paused conversation
 * changes nothing. A repeated pause never pauses again: it answers with the current holder (rule 6).
 */
export function pause(session: Session, command: Pause, moment: Moment): Change<ControlChanged> {
  const id = command.id === undefined ? undefined : commandHash('pause', command.id)
  const known = recall(session, id)
  const { control } = session
  if (known) return unchanged(session, { isPaused: control.holder === 'human', changed: false, seq: known.seq })

  switch (control.holder) {
    case 'human': {
      const outcome = { isPaused: true, changed: false, seq: control.seq }
      if (id === undefined) return unchanged(session, outcome)
      return change(session, moment, { patch: remember(session, { id, seq: control.seq }, moment.now) }, outcome)
    }
    case 'bot': {
      const step = takeFromBot(session, moment, command)
      const seq = session.revision + step.entries.length
      const held = { ...session, ...step.patch }
      const patch = { ...step.patch, ...(id !== undefined && remember(held, { id, seq }, moment.now)) }
      return change(session, moment, { ...step, patch }, { isPaused: true, changed: true, seq })
    }
    default:
      return control satisfies never
  }
}

import { type Change, change, unchanged } from '../change.ts'
import type { ControlChanged, Unpause } from '../commands.ts'
import { giveToBot } from '../control.ts'
import type { Moment } from '../policy.ts'
import { commandHash, NOTHING_WRITTEN, recall, remember } from '../recent.ts'
import type { Session } from '../session.ts'

/**
 * Gives the conversation back to the bot. Repeated, it never ends a later episode: it answers with the current holder
 * (rule 6).
 */
export function unpause(session: Session, command: Unpause, moment: Moment): Change<ControlChanged> {
  const id = command.id === undefined ? undefined : commandHash('unpause', command.id)
  const known = recall(session, id)
  const { control } = session
  if (known) {
    const wrote = known.seq === NOTHING_WRITTEN ? {} : { seq: known.seq }
    return unchanged(session, { isPaused: control.holder === 'human', changed: false, ...wrote })
  }

  switch (control.holder) {
    case 'bot': {
      const outcome = { isPaused: false, changed: false }
      if (id === undefined) return unchanged(session, outcome)
      return change(session, moment, { patch: remember(session, { id, seq: NOTHING_WRITTEN }, moment.now) }, outcome)
    }
    case 'human': {
      const { by, comment, outcome = 'returned' } = command
      const step = giveToBot(session, control, moment, { by, outcome, comment })
      const seq = session.revision + 1
      const patch = { ...step.patch, ...(id !== undefined && remember(session, { id, seq }, moment.now)) }
      return change(session, moment, { ...step, patch }, { isPaused: false, changed: true, seq })
    }
    default:
      return control satisfies never
  }
}

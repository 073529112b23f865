import type { Change } from '../change.ts'
import { assign, release, transferTo } from '../control.ts'
import type { ControlChanged, Transfer } from '../control-commands.ts'
import { heldByPeople, refused } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import type { Session } from '../session.ts'

const NOT_TRANSFERRED = 'you did not transfer it'

/**
 * Gives a conversation that people hold to another agent, or lets it wait for one again. The epoch stays: control does
 * not change sides. Changes nothing if it is there already. Throws `handoff.not_yours` if another agent has it and the
 * command does not say `ofOthers`, and `handoff.not_open` if the bot has it.
 */
export function transfer(session: Session, command: Transfer, moment: Moment): Change<ControlChanged> {
  const { by, to, reason = '', ofOthers } = command
  return once(session, command, moment, () => {
    const control = heldByPeople(session, NOT_TRANSFERRED)
    const { handoff } = control
    if (handoff.status === 'pending') {
      return to === undefined ? NOTHING_WRITTEN : assign(session, control, to, moment, by)
    }
    if (to !== undefined && handoff.agent.id === to.id) return NOTHING_WRITTEN
    if (handoff.agent.id !== by.id && !ofOthers) throw refused(session, 'handoff.not_yours', NOT_TRANSFERRED)
    return to === undefined
      ? release(session, control, moment, { by, from: handoff.agent, reason })
      : transferTo(session, control, moment, { by, from: handoff.agent, to, reason })
  })
}

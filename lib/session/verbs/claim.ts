import type { Change } from '../change.ts'
import { assign } from '../control.ts'
import type { Claim, ControlChanged } from '../control-commands.ts'
import { atCapacity, heldByPeople, refused } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import { isFull } from '../seats.ts'
import type { Session } from '../session.ts'

const NOT_TAKEN = 'you did not take it'

/**
 * Assigns a waiting conversation to the agent who asks for it. Changes nothing if they have it already. Throws
 * `handoff.already_claimed` if another agent has it, `handoff.not_open` if the bot has it, and `agent.at_capacity` if the
 * agent has as many as they may have.
 */
export function claim(session: Session, command: Claim, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () => {
    const control = heldByPeople(session, NOT_TAKEN)
    const { handoff } = control
    if (handoff.status === 'pending' && isFull(command.room)) throw atCapacity(command.room, NOT_TAKEN)
    if (handoff.status === 'pending') return assign(session, control, command.by, moment)
    if (handoff.agent.id !== command.by.id) throw refused(session, 'handoff.already_claimed', NOT_TAKEN)
    return NOTHING_WRITTEN
  })
}

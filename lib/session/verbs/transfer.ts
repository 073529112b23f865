import { defined } from '../../defined.ts'
import type { Change } from '../change.ts'
import { assign, release, transferTo } from '../control.ts'
import type { ControlChanged, Transfer } from '../control-commands.ts'
import { atCapacity, heldByPeople, refused } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { mustHaveQueue } from '../queues.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import { isFull } from '../seats.ts'
import type { Handoff, Session } from '../session.ts'

const NOT_TRANSFERRED = 'you did not transfer it'

/**
 * Gives a conversation that people hold to another agent or queue, or lets it wait for an agent again. The epoch stays:
 * control does not change sides. Changes nothing if it is there already. Throws `handoff.not_yours` if another agent has
 * it and the command does not say `ofOthers`, `queue.not_found` if the bot has no such queue, `handoff.not_open` if the
 * bot has the conversation, and `agent.at_capacity` if the agent who would get it has as many as they may have.
 */
export function transfer(session: Session, command: Transfer, moment: Moment): Change<ControlChanged> {
  const { by, to, queue, reason = '', ofOthers, from, inFront, room } = command
  return once(session, command, moment, () => {
    const control = heldByPeople(session, NOT_TRANSFERRED)
    mustHaveQueue(moment.policy, queue)
    const { handoff } = control
    if (from !== undefined && !isAwakeWith(handoff, from)) return NOTHING_WRITTEN
    const other = queue === control.queue ? {} : defined({ queue })
    if (handoff.status === 'pending') {
      if (to === undefined) {
        return other.queue === undefined ? NOTHING_WRITTEN : release(session, control, moment, { by, reason, ...other })
      }
      if (isFull(room)) throw atCapacity(room, NOT_TRANSFERRED)
      return assign(session, control, to, moment, by)
    }
    if (to !== undefined && handoff.agent.id === to.id) return NOTHING_WRITTEN
    if (handoff.agent.id !== by.id && !ofOthers) throw refused(session, 'handoff.not_yours', NOT_TRANSFERRED)
    const move = { by, from: handoff.agent, reason }
    if (to === undefined) return release(session, control, moment, { ...move, ...other, inFront })
    if (isFull(room)) throw atCapacity(room, NOT_TRANSFERRED)
    return transferTo(session, control, moment, { ...move, to })
  })
}

/** Whether this agent has the conversation, and has not put it off. */
function isAwakeWith(handoff: Handoff, agentId: string): boolean {
  return handoff.status === 'assigned' && handoff.agent.id === agentId && handoff.snoozedUntil === undefined
}

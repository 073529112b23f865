import type { Change } from '../change.ts'
import { takeFromBot } from '../control.ts'
import type { ControlChanged, Pause } from '../control-commands.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { mustHaveQueue } from '../queues.ts'
import type { Session } from '../session.ts'

/**
 * Takes the conversation from the bot: from now on the fence accepts no reply of the bot. Pausing a paused conversation
 * changes nothing. A repeated pause never pauses again. An agent who pauses gets the conversation; with as many as they
 * may have, they still pause it, and it waits for another agent. Throws `queue.not_found` if the bot has no such queue.
 */
export function pause(session: Session, command: Pause, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () => {
    if (session.control.holder === 'human') return session.control.seq
    mustHaveQueue(moment.policy, command.queue)
    return takeFromBot(session, moment, command)
  })
}

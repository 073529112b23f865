import type { Change } from '../change.ts'
import { takeFromBot } from '../control.ts'
import type { ControlChanged, Pause } from '../control-commands.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import type { Session } from '../session.ts'

/**
 * Takes the conversation from the bot: from now on the fence accepts no reply of the bot. Pausing a paused conversation
 * changes nothing. A repeated pause never pauses again.
 */
export function pause(session: Session, command: Pause, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () =>
    session.control.holder === 'human' ? session.control.seq : takeFromBot(session, moment, command),
  )
}

import type { Change } from '../change.ts'
import { giveToBot } from '../control.ts'
import type { ControlChanged, Unpause } from '../control-commands.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import type { Session } from '../session.ts'

/** Gives the conversation back to the bot. Repeated, it never ends a later episode. */
export function unpause(session: Session, command: Unpause, moment: Moment): Change<ControlChanged> {
  const { control } = session
  return once(session, command, moment, () => {
    if (control.holder === 'bot') return NOTHING_WRITTEN
    const { by, comment, outcome = by.type === 'user' ? 'cancelled' : 'returned' } = command
    return giveToBot(session, control, moment, { by, outcome, comment })
  })
}

import type { Change } from '../change.ts'
import type { ControlChanged, Wake } from '../control-commands.ts'
import { heldByAgent } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import type { Session } from '../session.ts'
import { wakeUp } from '../wake-up.ts'

/**
 * Ends the snooze of a conversation. Changes nothing if it is not snoozed. Throws `handoff.not_yours` unless the caller
 * has the conversation, and `handoff.not_open` if the bot has it.
 */
export function wake(session: Session, command: Wake, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () => {
    heldByAgent(session, command.by, 'you did not wake it')
    return wakeUp(session, command.by, moment) ?? NOTHING_WRITTEN
  })
}

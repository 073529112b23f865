import { causeOf } from '../../protocol/cause.ts'
import type { Change } from '../change.ts'
import type { ControlChanged } from '../control-commands.ts'
import { refused } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import type { Supervise } from '../review-commands.ts'
import type { Session } from '../session.ts'

/**
 * Puts the bot under supervision: from now on each of its replies waits for a person's decision. The conversation does
 * not change hands, so the epoch and open turns stay, and replies under way are decided under supervision. Supervising
 * twice changes nothing. Throws `handoff.open` if people hold the conversation.
 */
export function supervise(session: Session, command: Supervise, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () => {
    const { control } = session
    switch (control.holder) {
      case 'human':
        throw refused(session, 'handoff.open', 'the bot does not answer, and cannot be supervised')
      case 'supervised':
        return control.seq
      case 'bot': {
        const { by } = command
        const cause = causeOf(command)
        return {
          patch: { control: { holder: 'supervised', since: moment.now, seq: session.revision + 1, by, ...cause } },
          entries: [{ kind: 'supervised', by, on: true, ...cause }],
          episodes: [],
        }
      }
      default:
        return control satisfies never
    }
  })
}

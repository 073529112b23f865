import type { Change } from '../change.ts'
import { release } from '../control.ts'
import type { ControlChanged, Decline } from '../control-commands.ts'
import { heldByPeople, refused } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import type { Session } from '../session.ts'

const NOT_DECLINED = 'you cannot decline it'

/**
 * Records why an agent does not take a waiting conversation, so that the next one sees it. An agent who has the
 * conversation lets it wait again. Throws `handoff.not_yours` if another agent has it, and `handoff.not_open` if the bot
 * has it.
 */
export function decline(session: Session, command: Decline, moment: Moment): Change<ControlChanged> {
  const { by, reason } = command
  return once(session, command, moment, () => {
    const control = heldByPeople(session, NOT_DECLINED)
    const { handoff } = control
    if (handoff.status === 'assigned') {
      if (handoff.agent.id !== by.id) throw refused(session, 'handoff.not_yours', NOT_DECLINED)
      return release(session, control, moment, { by, from: handoff.agent, reason })
    }
    const declined = { kind: 'declined', by, reason, episode: session.episodes } as const
    return { patch: {}, entries: [declined], episodes: [] }
  })
}

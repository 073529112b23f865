import type { Change } from '../change.ts'
import type { AcknowledgeAlert, ControlChanged } from '../control-commands.ts'
import { giveUpAt } from '../deadlines.ts'
import { heldByPeople } from '../holder.ts'
import { once } from '../once.ts'
import { openEpisode } from '../open-episode.ts'
import { forQueue, type Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import type { Session } from '../session.ts'

const NOTHING_TO_CONFIRM = 'no alert waits for an answer'

/**
 * Records that somebody knows of a conversation that waits: no further alert follows in this wait, and the wait still
 * ends at its time. Changes nothing if an alert of this wait was acknowledged before, or an agent has the conversation.
 * Throws `handoff.not_open` if the episode has ended.
 */
export function acknowledgeAlert(session: Session, command: AcknowledgeAlert, moment: Moment): Change<ControlChanged> {
  const { by, episode } = command
  return once(session, command, moment, () => {
    const control =
      episode === undefined
        ? heldByPeople(session, NOTHING_TO_CONFIRM)
        : openEpisode(session, episode, NOTHING_TO_CONFIRM)
    const { handoff } = control
    if (handoff.status === 'assigned' || handoff.acknowledgedBy) return NOTHING_WRITTEN
    const deadline = giveUpAt(handoff, forQueue(moment.policy, control.queue))
    return {
      patch: { control: { ...control, handoff: { ...handoff, acknowledgedBy: by, deadline } } },
      entries: [{ kind: 'acknowledged', by, episode: session.episodes }],
      episodes: [],
    }
  })
}

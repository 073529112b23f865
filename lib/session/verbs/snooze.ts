import { invalid } from '../../protocol/problem.ts'
import type { Change } from '../change.ts'
import type { ControlChanged, Snooze } from '../control-commands.ts'
import { heldByAgent } from '../holder.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import type { Session } from '../session.ts'
import { isoTime } from '../time.ts'

/**
 * Puts a conversation off until a time, or until the user writes, but at most for `snoozeMs`. Repeated, it moves the end.
 * Throws `handoff.not_yours` unless the caller has the conversation, `handoff.not_open` if the bot has it, and
 * `request.invalid` if the time has passed or is too far ahead.
 */
export function snooze(session: Session, command: Snooze, moment: Moment): Change<ControlChanged> {
  const { by, until } = command
  return once(session, command, moment, () => {
    const { control, handoff } = heldByAgent(session, by, 'you did not snooze it')
    const latest = moment.now + moment.policy.snoozeMs
    if (until !== undefined && (until <= moment.now || until > latest)) {
      throw invalid([{ path: 'until', message: `must be in the future, and ${isoTime(latest)} at the latest` }])
    }
    const deadline = until ?? latest
    const snoozedUntil = until === undefined ? 'user_writes' : 'deadline'
    return {
      patch: { control: { ...control, handoff: { ...handoff, deadline, snoozedUntil } } },
      entries: [
        { kind: 'snoozed', by, ...(until !== undefined && { until: isoTime(until) }), episode: session.episodes },
      ],
      episodes: [],
    }
  })
}

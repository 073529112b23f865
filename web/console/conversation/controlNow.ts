import type { ControlView } from '../../../lib/protocol/conversation.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'

/** The holder of a conversation, as of an entry of its log. */
export interface ControlAsOf {
  readonly control: ControlView
  readonly revision: number
}

/**
 * Returns who holds a conversation now: as the server told it, and the log has changed it since. Deadlines and the episode's id stay
 * as they were told, since the log does not have them.
 */
export function controlNow({ control, revision }: ControlAsOf, entries: readonly Entry[]): ControlView {
  let newest = entries.length
  while (newest > 0 && (entries[newest - 1]?.seq ?? 0) > revision) newest -= 1
  return entries.slice(newest).reduce(after, control)
}

function after(control: ControlView, entry: Entry): ControlView {
  switch (entry.kind) {
    case 'paused': {
      const { at, by, trigger, reason, priority } = entry
      const handoff =
        by.type === 'agent'
          ? { status: 'assigned' as const, priority, agent: by, assignedAt: at, deadline: at }
          : { status: 'pending' as const, priority, since: at, alerts: 0, deadline: at }
      return {
        holder: 'human',
        since: at,
        trigger,
        ...(reason !== undefined && { reason }),
        by,
        episodeId: '',
        handoff,
      }
    }
    case 'resumed':
      return { holder: 'bot' }
    case 'assigned': {
      if (control.holder === 'bot') return control
      const { priority, deadline } = control.handoff
      const handoff = { status: 'assigned' as const, priority, agent: entry.agent, assignedAt: entry.at, deadline }
      return { ...control, handoff }
    }
    case 'transferred': {
      if (control.holder === 'bot') return control
      const { priority, deadline } = control.handoff
      return { ...control, handoff: { status: 'pending', priority, since: entry.at, alerts: 0, deadline } }
    }
    case 'message':
    case 'withheld':
    case 'note':
    case 'alerted':
    case 'undeliverable':
    case 'redelivery':
      return control
    default:
      // A newer server writes entries that this console does not know.
      entry satisfies never
      return control
  }
}

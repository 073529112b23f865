import { defined } from '../../../lib/defined.ts'
import { causeOf } from '../../../lib/protocol/cause.ts'
import type { ControlView } from '../../../lib/protocol/conversation.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'

/** The control over a conversation after the entry `revision`. */
export interface ControlAsOf {
  readonly control: ControlView
  readonly revision: number
}

/**
 * Returns the current control: the server's answer, updated by the newer entries of the log. Keeps the deadlines and
 * the episode's id of the answer, because the log does not contain them.
 */
export function controlNow({ control, revision }: ControlAsOf, entries: readonly Entry[]): ControlView {
  let newest = entries.length
  while (newest > 0 && (entries[newest - 1]?.seq ?? 0) > revision) newest -= 1
  return entries.slice(newest).reduce(after, control)
}

function after(control: ControlView, entry: Entry): ControlView {
  switch (entry.kind) {
    case 'paused': {
      const { at, by, priority, queue } = entry
      const handoff =
        by.type === 'agent'
          ? { status: 'assigned' as const, priority, agent: by, assignedAt: at, deadline: at }
          : { status: 'pending' as const, priority, since: at, alerts: 0, deadline: at }
      return {
        holder: 'human',
        since: at,
        ...causeOf(entry),
        by,
        episodeId: '',
        ...defined({ queue }),
        handoff,
      }
    }
    case 'resumed':
      return { holder: 'bot' }
    case 'assigned': {
      if (control.holder !== 'human') return control
      const { priority, deadline } = control.handoff
      const handoff = { status: 'assigned' as const, priority, agent: entry.agent, assignedAt: entry.at, deadline }
      return { ...control, handoff }
    }
    case 'transferred': {
      if (control.holder !== 'human') return control
      const { priority, deadline } = control.handoff
      const { at, to, queue } = entry
      const handoff = to
        ? { status: 'assigned' as const, priority, agent: to, assignedAt: at, deadline }
        : { status: 'pending' as const, priority, since: at, alerts: 0, deadline }
      return { ...control, ...defined({ queue }), handoff }
    }
    case 'acknowledged': {
      if (control.holder !== 'human' || control.handoff.status === 'assigned') return control
      return { ...control, handoff: { ...control.handoff, acknowledgedBy: entry.by } }
    }
    case 'snoozed': {
      if (control.holder !== 'human' || control.handoff.status === 'pending') return control
      const { until } = entry
      const end =
        until === undefined
          ? ({ snoozedUntil: 'user_writes' } as const)
          : ({ snoozedUntil: 'deadline', deadline: until } as const)
      return { ...control, handoff: { ...control.handoff, ...end } }
    }
    case 'woken': {
      if (control.holder !== 'human' || control.handoff.status === 'pending') return control
      const { snoozedUntil: _, ...handoff } = control.handoff
      return { ...control, handoff }
    }
    case 'supervised': {
      if (!entry.on) return { holder: 'bot' }
      const { at: since, by, trigger = '', reason } = entry
      return { holder: 'supervised', since, ...causeOf({ trigger, ...defined({ reason }) }), by, reviews: [] }
    }
    case 'proposed':
    case 'reviewed':
    case 'message':
    case 'withheld':
    case 'declined':
    case 'note':
    case 'tagged':
    case 'alerted':
    case 'rated':
    case 'undeliverable':
    case 'redelivery':
      return control
    default:
      // A newer server may write entries that this console does not know.
      entry satisfies never
      return control
  }
}

import { defined, type Whole } from '../defined.ts'
import type { Priority } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Control, Handoff } from '../session/session.ts'

type HumanControl = Extract<Control, { holder: 'human' }>

type PackedActor = readonly [Actor['type'], (string | null)?, string?]
type PackedHandoff =
  | readonly ['pending', Priority, since: number, alerts: number, deadline: number]
  | readonly ['assigned', Priority, agent: PackedActor, assignedAt: number, deadline: number]
/** The control by people as a tuple, since the names of the fields would take more space than the values. */
export type PackedControl = readonly [
  since: number,
  seq: number,
  by: PackedActor,
  trigger: string,
  handoff: PackedHandoff,
  reason?: string,
]

export function encodeControl({ since, seq, by, trigger, reason, handoff }: HumanControl): PackedControl {
  const packed = [since, seq, encodeActor(by), trigger, encodeHandoff(handoff)] as const
  return reason === undefined ? packed : [...packed, reason]
}

export function decodeControl([since, seq, by, trigger, handoff, reason]: PackedControl): HumanControl {
  const fields: Whole<HumanControl> = {
    holder: 'human',
    since,
    seq,
    by: decodeActor(by),
    trigger,
    reason,
    handoff: decodeHandoff(handoff),
  }
  return defined(fields)
}

function encodeHandoff(handoff: Handoff): PackedHandoff {
  const { priority, deadline } = handoff
  switch (handoff.status) {
    case 'pending':
      return ['pending', priority, handoff.since, handoff.alerts, deadline]
    case 'assigned':
      return ['assigned', priority, encodeActor(handoff.agent), handoff.assignedAt, deadline]
    default:
      return handoff satisfies never
  }
}

function decodeHandoff(packed: PackedHandoff): Handoff {
  switch (packed[0]) {
    case 'pending': {
      const [status, priority, since, alerts, deadline] = packed
      return { status, priority, since, alerts, deadline }
    }
    case 'assigned': {
      const [status, priority, agent, assignedAt, deadline] = packed
      return { status, priority, agent: decodeActor(agent), assignedAt, deadline }
    }
    default:
      return packed satisfies never
  }
}

function encodeActor({ type, id, name }: Actor): PackedActor {
  if (name !== undefined) return [type, id ?? null, name]
  return id === undefined ? [type] : [type, id]
}

function decodeActor([type, id, name]: PackedActor): Actor {
  return { type, ...(typeof id === 'string' && { id }), ...defined({ name }) }
}

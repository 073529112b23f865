import { defined, type Whole } from '../defined.ts'
import type { Priority, SnoozedUntil } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Control, Handoff } from '../session/session.ts'

type SupervisedControl = Extract<Control, { holder: 'supervised' }>
type HumanControl = Extract<Control, { holder: 'human' }>

export type PackedActor = readonly [Actor['type'], (string | null)?, string?]
type PackedHandoff =
  | readonly [
      'pending',
      Priority,
      since: number,
      alerts: number,
      deadline: number,
      acknowledgedBy?: PackedActor | null,
      place?: number | null,
      told?: readonly [position: number, at: number] | null,
      hadAgent?: 1,
    ]
  | readonly [
      'assigned',
      Priority,
      agent: PackedActor,
      assignedAt: number,
      deadline: number,
      counted?: 1 | null,
      warned?: 1 | null,
      snoozedUntil?: SnoozedUntil,
    ]
/**
 * The control by people, or of a supervised bot (without a handoff), as a tuple, since the names of the fields would take
 * more space than the values.
 */
export type PackedControl = readonly [
  since: number,
  seq: number,
  by: PackedActor,
  trigger: string,
  handoff: PackedHandoff | null,
  reason?: string | null,
  queue?: string | null,
  firstAnswerAt?: number | null,
  earlier?: readonly [agent: PackedActor, firstAssignedAt: number],
]

export function encodeControl(control: HumanControl | SupervisedControl): PackedControl {
  const { since, seq, by, trigger, reason } = control
  const handoff = control.holder === 'human' ? encodeHandoff(control.handoff) : null
  const packed = [since, seq, encodeActor(by), trigger, handoff] as const
  const { queue, firstAnswerAt, earlier } = control.holder === 'human' ? control : {}
  const words = [reason ?? null, queue ?? null] as const
  if (earlier)
    return [...packed, ...words, firstAnswerAt ?? null, [encodeActor(earlier.agent), earlier.firstAssignedAt]]
  if (firstAnswerAt !== undefined) return [...packed, ...words, firstAnswerAt]
  if (queue !== undefined) return [...packed, ...words]
  return reason === undefined ? packed : [...packed, reason]
}

export function decodeControl([since, seq, by, trigger, handoff, reason, queue, answer, before]: PackedControl):
  | HumanControl
  | SupervisedControl {
  const common = { since, seq, by: decodeActor(by), trigger, reason: reason ?? undefined }
  if (handoff === null) {
    const supervised: Whole<SupervisedControl> = { holder: 'supervised', ...common }
    return defined(supervised)
  }
  const human: Whole<HumanControl> = {
    holder: 'human',
    ...common,
    queue: queue ?? undefined,
    handoff: decodeHandoff(handoff),
    firstAnswerAt: answer ?? undefined,
    earlier: before && { agent: decodeActor(before[0]), firstAssignedAt: before[1] },
  }
  return defined(human)
}

function encodeHandoff(handoff: Handoff): PackedHandoff {
  const { priority, deadline } = handoff
  switch (handoff.status) {
    case 'pending':
      return ['pending', priority, handoff.since, handoff.alerts, deadline, ...encodeMarks(handoff)]
    case 'assigned':
      return ['assigned', priority, encodeActor(handoff.agent), handoff.assignedAt, deadline, ...encodeFlags(handoff)]
    default:
      return handoff satisfies never
  }
}

type Marks =
  | []
  | [PackedActor]
  | [PackedActor | null, number]
  | [PackedActor | null, number | null, readonly [number, number]]
  | [PackedActor | null, number | null, readonly [number, number] | null, 1]

function encodeMarks({ acknowledgedBy, place, told, hadAgent }: Extract<Handoff, { status: 'pending' }>): Marks {
  const by = acknowledgedBy && encodeActor(acknowledgedBy)
  const last = told && ([told.position, told.at] as const)
  if (hadAgent) return [by ?? null, place ?? null, last ?? null, 1]
  if (last) return [by ?? null, place ?? null, last]
  if (place !== undefined) return [by ?? null, place]
  return by ? [by] : []
}

type Flags = [] | [1] | [1 | null, 1] | [1 | null, 1 | null, SnoozedUntil]

function encodeFlags({ counted, warned, snoozedUntil }: Extract<Handoff, { status: 'assigned' }>): Flags {
  if (snoozedUntil) return [counted ? 1 : null, warned ? 1 : null, snoozedUntil]
  if (warned) return [counted ? 1 : null, 1]
  return counted ? [1] : []
}

function decodeHandoff(packed: PackedHandoff): Handoff {
  switch (packed[0]) {
    case 'pending': {
      const [status, priority, since, alerts, deadline, acknowledgedBy, place, told, hadAgent] = packed
      const placed = typeof place === 'number' ? { place } : {}
      const pending = { status, priority, since, ...placed, alerts, deadline } as const
      const last = {
        ...(told && { told: { position: told[0], at: told[1] } }),
        ...(hadAgent && ({ hadAgent: true } as const)),
      }
      return { ...pending, ...(acknowledgedBy && { acknowledgedBy: decodeActor(acknowledgedBy) }), ...last }
    }
    case 'assigned': {
      const [status, priority, agent, assignedAt, deadline, counted, warned, snoozedUntil] = packed
      const counts = counted === 1 && ({ counted: true } as const)
      const seen = warned === 1 && ({ warned: true } as const)
      const asleep = defined({ snoozedUntil })
      return { status, priority, agent: decodeActor(agent), ...counts, assignedAt, deadline, ...seen, ...asleep }
    }
    default:
      return packed satisfies never
  }
}

export function encodeActor({ type, id, name }: Actor): PackedActor {
  if (name !== undefined) return [type, id ?? null, name]
  return id === undefined ? [type] : [type, id]
}

export function decodeActor([type, id, name]: PackedActor): Actor {
  return { type, ...(typeof id === 'string' && { id }), ...defined({ name }) }
}

import type { Entry } from '../protocol/entry.ts'
import type { EventType } from '../protocol/event-type.ts'
import type { Policy } from './policy.ts'
import type { Instant } from './session.ts'

type Kind<Type> = Type extends `conversation.${infer Name}` ? Name : never

/** An entry that tells a transition of its conversation. The operator's endpoint gets it as an event. */
export type EventEntry = Extract<Entry, { kind: Kind<EventType> }>

const IS_EVENT: { readonly [K in Entry['kind']]: K extends EventEntry['kind'] ? true : false } = {
  paused: true,
  assigned: true,
  transferred: true,
  declined: true,
  snoozed: true,
  woken: true,
  alerted: true,
  acknowledged: true,
  resumed: true,
  rated: true,
  undeliverable: true,
  supervised: true,
  reviewed: true,
  message: false,
  withheld: false,
  proposed: false,
  note: false,
  tagged: false,
  redelivery: false,
}

/** Whether an entry is an event. Messages, drafts and notes are none. */
export function isEvent(entry: Entry): entry is EventEntry {
  return IS_EVENT[entry.kind]
}

export function eventType({ kind }: EventEntry): EventType {
  return `conversation.${kind}`
}

/** Whether an event that has failed is not tried again. */
export function isOver({ at }: EventEntry, now: Instant, policy: Policy): boolean {
  return now - Date.parse(at) >= policy.eventsForMs
}

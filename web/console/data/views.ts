import type { Conversation, ConversationView } from '../../../lib/protocol/conversation.ts'
import { VIEWS } from '../app/paths.ts'

/** Says whether a conversation is in a view of this agent's inbox. `queue`: only those that wait in it. */
export function isIn(
  view: ConversationView,
  { control }: Pick<Conversation, 'control'>,
  agentId: string,
  queue?: string,
): boolean {
  switch (view) {
    case 'waiting':
      if (queue !== undefined && !(control.holder === 'human' && control.queue === queue)) return false
      return waitsSince({ control }) !== undefined
    case 'mine':
      return control.holder === 'human' && control.handoff.status === 'assigned' && control.handoff.agent.id === agentId
    case 'paused':
      return control.holder !== 'bot'
    case 'all':
      return true
    default:
      return view satisfies never
  }
}

/** Says whether a conversation has entered or left a view. Returns true without `before`, because it may have. */
export function hasMoved(before: Conversation | undefined, after: Conversation, agentId: string): boolean {
  return before === undefined || VIEWS.some(view => isIn(view, before, agentId) !== isIn(view, after, agentId))
}

/**
 * Compares two conversations in the order of a view: the longest wait first, or else the newest event. 0 if their times
 * are equal.
 */
export function compareIn(view: ConversationView, a: Conversation, b: Conversation): number {
  return view === 'waiting'
    ? compareTimes(waitsSince(a) ?? '', waitsSince(b) ?? '')
    : compareTimes(b.lastEventAt, a.lastEventAt)
}

/** ISO times sort by their characters. `localeCompare` takes a hundred times as long. */
const compareTimes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Returns the time since which the user waits for an agent, or for a decision about a reply, or nothing. */
export function waitsSince({ control }: Pick<Conversation, 'control'>): string | undefined {
  if (control.holder === 'supervised') return control.reviews.map(({ since }) => since).sort()[0]
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
}

/** The end of a snooze. */
export interface Snooze {
  /** Missing: the user's next message. */
  readonly until?: string
}

/** Returns the end of a conversation's snooze, or nothing if it is not snoozed. */
export function snoozeOf(control: Conversation['control']): Snooze | undefined {
  if (control.holder !== 'human' || control.handoff.status === 'pending') return undefined
  const { snoozedUntil, deadline } = control.handoff
  if (snoozedUntil === undefined) return undefined
  return snoozedUntil === 'deadline' ? { until: deadline } : {}
}

/** Moves the snoozed conversations of an agent to the end of the list: they need nothing yet. */
export function snoozedLast(list: readonly Conversation[]): readonly Conversation[] {
  const { awake = [], asleep = [] } = Object.groupBy(list, ({ control }) => (snoozeOf(control) ? 'asleep' : 'awake'))
  return asleep.length === 0 ? list : [...awake, ...asleep]
}

/**
 * Merges newer states of conversations into those of the pages, in the order of the view and without duplicates.
 * Unchanged ones keep the order of the pages, because only the server knows the order of equal times.
 */
export function withChanges(
  view: ConversationView,
  shown: readonly Conversation[],
  changed: ReadonlyMap<string, Conversation>,
  agentId: string,
  queue?: string,
): readonly Conversation[] {
  const newest = new Map<string, Conversation>(changed)
  // A page that was fetched later may contain a conversation that has moved to it.
  for (const conversation of shown) {
    const known = newest.get(conversation.id)
    if (known === undefined || known.revision < conversation.revision) newest.set(conversation.id, conversation)
  }
  const kept: Conversation[] = []
  for (const conversation of shown) {
    if (newest.get(conversation.id) !== conversation) continue
    newest.delete(conversation.id)
    if (isIn(view, conversation, agentId, queue)) kept.push(conversation)
  }
  const moved = [...newest.values()].filter(conversation => isIn(view, conversation, agentId, queue))
  return moved.length === 0 ? kept : mergedIn(view, kept, moved)
}

/** Inserts each conversation before the first one of the list that sorts after it. */
function mergedIn(
  view: ConversationView,
  list: readonly Conversation[],
  moved: readonly Conversation[],
): readonly Conversation[] {
  const waiting = moved.toSorted((a, b) => compareIn(view, a, b))
  const merged: Conversation[] = []
  let next = 0
  for (const conversation of list) {
    for (let at = waiting[next]; at !== undefined && compareIn(view, at, conversation) < 0; at = waiting[next]) {
      merged.push(at)
      next += 1
    }
    merged.push(conversation)
  }
  return [...merged, ...waiting.slice(next)]
}

import type { Conversation, ConversationView } from '../../../lib/protocol/conversation.ts'
import { VIEWS } from '../app/paths.ts'

/** Whether a conversation is in a view of this agent's inbox. */
export function isIn(view: ConversationView, { control }: Pick<Conversation, 'control'>, agentId: string): boolean {
  switch (view) {
    case 'waiting':
      return control.holder === 'human' && control.handoff.status === 'pending'
    case 'mine':
      return control.holder === 'human' && control.handoff.status === 'assigned' && control.handoff.agent.id === agentId
    case 'paused':
      return control.holder === 'human'
    case 'all':
      return true
    default:
      return view satisfies never
  }
}

/** Whether a conversation has come into a view or left one. Of one that was not known (`before`) nobody can tell: it may have. */
export function hasMoved(before: Conversation | undefined, after: Conversation, agentId: string): boolean {
  return before === undefined || VIEWS.some(view => isIn(view, before, agentId) !== isIn(view, after, agentId))
}

/** Returns which of two conversations comes first in a view: the longest wait, or else the newest event. Neither where both are of the same moment. */
export function compareIn(view: ConversationView, a: Conversation, b: Conversation): number {
  return view === 'waiting'
    ? compareTimes(waitsSince(a) ?? '', waitsSince(b) ?? '')
    : compareTimes(b.lastEventAt, a.lastEventAt)
}

/** Times of one form are compared by their letters: a locale's rules take a hundred times as long. */
const compareTimes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Since when somebody waits for a person; nothing where nobody does. */
export function waitsSince({ control }: Pick<Conversation, 'control'>): string | undefined {
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
}

/**
 * Puts newer states of conversations among those of the pages, in the order of the view. Each conversation stands there once. Those that
 * did not change keep the order of the pages: the server alone knows it where several are of the same moment.
 */
export function withChanges(
  view: ConversationView,
  shown: readonly Conversation[],
  changed: ReadonlyMap<string, Conversation>,
  agentId: string,
): readonly Conversation[] {
  const newest = new Map<string, Conversation>(changed)
  // A page that was fetched later may have a conversation that moved there meanwhile.
  for (const conversation of shown) {
    const known = newest.get(conversation.id)
    if (known === undefined || known.revision < conversation.revision) newest.set(conversation.id, conversation)
  }
  const kept: Conversation[] = []
  for (const conversation of shown) {
    if (newest.get(conversation.id) !== conversation) continue
    newest.delete(conversation.id)
    if (isIn(view, conversation, agentId)) kept.push(conversation)
  }
  const moved = [...newest.values()].filter(conversation => isIn(view, conversation, agentId))
  return moved.length === 0 ? kept : mergedIn(view, kept, moved)
}

/** Puts conversations each before the first one of a list that comes after it. */
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

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

/** Returns which of two conversations comes first in a view: the longest wait, or else the newest event. */
export function compareIn(view: ConversationView, a: Conversation, b: Conversation): number {
  return view === 'waiting'
    ? (waitsSince(a) ?? '').localeCompare(waitsSince(b) ?? '') || a.id.localeCompare(b.id)
    : b.lastEventAt.localeCompare(a.lastEventAt) || a.id.localeCompare(b.id)
}

/** Since when somebody waits for a person; nothing where nobody does. */
export function waitsSince({ control }: Pick<Conversation, 'control'>): string | undefined {
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
}

/** Puts newer states of conversations among those of a page, in the order of the view. Each conversation stands there once. */
export function withChanges(
  view: ConversationView,
  shown: readonly Conversation[],
  changed: ReadonlyMap<string, Conversation>,
  agentId: string,
): readonly Conversation[] {
  const newest = new Map(shown.map(conversation => [conversation.id, conversation]))
  for (const [id, conversation] of changed) {
    const known = newest.get(id)
    if (known === undefined || known.revision <= conversation.revision) newest.set(id, conversation)
  }
  return [...newest.values()]
    .filter(conversation => isIn(view, conversation, agentId))
    .sort((a, b) => compareIn(view, a, b))
}

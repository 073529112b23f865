import type { AnswerWindow } from '../../../lib/protocol/conversation.ts'

/**
 * Whether the channel takes an agent's answer now. `late`: it does until `until`, marked as written by a person. `over`:
 * it does not, until the user writes again.
 */
export type Answering = { readonly status: 'open' | 'over' } | { readonly status: 'late'; readonly until: string }

/** Reads the times that the server tells of a conversation. `now` in ms. */
export function answeringOf({ answersUntil, agentAnswersUntil }: AnswerWindow, now: number): Answering {
  const isPast = (time: string | undefined) => time !== undefined && Date.parse(time) <= now
  if (!isPast(answersUntil)) return { status: 'open' }
  return agentAnswersUntil === undefined || isPast(agentAnswersUntil)
    ? { status: 'over' }
    : { status: 'late', until: agentAnswersUntil }
}

import type { Approved } from '../session/review-commands.ts'

/** The entry that an agent's approval wrote. */
export function writtenBy(outcome: Approved): { readonly seq: number; readonly duplicate: boolean } {
  // Only the system's approvals have other outcomes.
  if (outcome.status !== 'sent') throw new TypeError(`an agent's approval was ${outcome.status}`)
  return { seq: outcome.seq, duplicate: outcome.duplicate }
}

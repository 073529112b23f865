import { forQueue, type Moment, mayAskForRating, type Policy } from './policy.ts'
import type { Control, Instant } from './session.ts'

type HumanControl = Extract<Control, { holder: 'human' }>

/** Whether an agent has the conversation, or had it before in this episode. */
function hadAgent({ handoff }: HumanControl): boolean {
  return handoff.status === 'assigned' || handoff.hadAgent === true
}

/** Remembers, in a handoff that waits again, that an agent had it. Returns nothing if Interlude never asks for a rating. */
export function afterAgent(control: HumanControl, policy: Policy): { readonly hadAgent?: true } {
  return hadAgent(control) && mayAskForRating(policy) ? { hadAgent: true } : {}
}

/** Until when the user may rate an episode that ends now. Undefined if they are not asked. */
export function ratedUntil(control: HumanControl, { now, policy }: Moment): Instant | undefined {
  return hadAgent(control) && forQueue(policy, control.queue).rating ? now + policy.rateWithinMs : undefined
}

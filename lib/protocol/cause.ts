import { defined } from '../defined.ts'
import type { Cause } from './control.ts'

/** Copies the cause of a pause from any object that has it: a command, a conversation's control, an entry, an episode. */
export function causeOf({ trigger, reason }: Cause): Cause {
  return defined({ trigger, reason } satisfies Record<keyof Cause, unknown>)
}

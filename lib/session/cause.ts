import { defined } from '../defined.ts'
import type { Cause } from '../protocol/control.ts'

/** Copies the cause of a pause from whatever has it: a command, a conversation's control, an episode. */
export function causeOf({ trigger, reason }: Cause): Cause {
  return defined({ trigger, reason } satisfies Record<keyof Cause, unknown>)
}

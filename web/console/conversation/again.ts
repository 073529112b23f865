import type { OutboxItem, ProblemDetails } from '../../../lib/client/index.ts'

/** How an agent repeats a failed command. */
export type Again = 'say-anyway' | 'resend' | 'retry'

const CONTROL_CHANGED = new Set<ProblemDetails['code']>([
  'handoff.not_yours',
  'handoff.already_claimed',
  'handoff.not_open',
  'handoff.open',
  'review.closed',
])

/** Returns how a failed command can be repeated. Undefined if the conversation has changed hands: it would fail again. */
export function againOf(
  { command }: Pick<OutboxItem, 'command'>,
  { code }: Pick<ProblemDetails, 'code'>,
): Again | undefined {
  switch (command.type) {
    case 'message':
      return code === 'handoff.not_yours' || code === 'review.closed' ? 'say-anyway' : 'resend'
    case 'note':
      return 'resend'
    case 'approve':
      if (code === 'review.closed' && command.replies !== undefined) return 'say-anyway'
      return CONTROL_CHANGED.has(code) ? undefined : 'retry'
    case 'pause':
    case 'unpause':
    case 'supervise':
    case 'claim':
    case 'transfer':
    case 'decline':
      return CONTROL_CHANGED.has(code) ? undefined : 'retry'
    default:
      return command satisfies never
  }
}

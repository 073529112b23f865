import type { ChannelOf } from '../../protocol/channels.ts'
import { oneLine } from '../../protocol/line.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import type { Instant } from '../../session/session.ts'
import type { Call, Delivery, Rendering } from '../channel.ts'
import { messagesOf } from './messages.ts'
import { windowOf } from './window.ts'

const NAME_CHARS = 100

/**
 * Makes the bodies of the Send API that carry a message, without `recipient` and `metadata`. docs/channels.md has the form
 * of each content. `refused`: Meta's rules do not let the page send this message any more.
 */
export function render(delivery: Delivery, config: ChannelOf<'messenger'>, now: Instant): Rendering {
  const window = windowOf(delivery, now)
  if (window.status === 'closed') return { status: 'refused', reason: window.reason }
  const [first, ...rest] = messagesOf(readPayload(delivery.message), speakerOf(delivery, config))
  const callOf = (message: Call[string]): Call => ({ ...window.messaging, message })
  return { status: 'rendered', calls: [callOf(first), ...rest.map(callOf)] }
}

/** Returns the name to show. A later piece of a long text continues what began with the name. */
function speakerOf({ message: { by, continues } }: Delivery, config: ChannelOf<'messenger'>): string | undefined {
  if (config.agentName !== 'show' || by.type !== 'agent' || continues !== undefined) return undefined
  return oneLine(by.name ?? '', NAME_CHARS) || undefined
}

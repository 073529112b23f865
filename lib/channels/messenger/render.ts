import type { ChannelOf } from '../../protocol/channels.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import type { Instant } from '../../session/session.ts'
import type { Delivery, Rendering } from '../channel.ts'
import { type Spoken, spokenBy } from './speaker.ts'
import { windowOf } from './window.ts'

/**
 * Makes the bodies of the Send API that carry a message, without `recipient` and `metadata`. docs/channels.md has the form
 * of each content. A body with a `speaker` needs the id of that agent's persona, or else its `instead` (`send.ts`).
 * `refused`: Meta's rules do not let the page send this message any more.
 */
export function render(delivery: Delivery, config: ChannelOf<'messenger'>, now: Instant): Rendering {
  const window = windowOf(delivery, now)
  if (window.status === 'closed') return { status: 'refused', reason: window.reason }
  const [first, ...rest] = spokenBy(delivery.message, readPayload(delivery.message), config)
  const callOf = (spoken: Spoken) => ({ ...window.messaging, ...spoken })
  return { status: 'rendered', calls: [callOf(first), ...rest.map(callOf)] }
}

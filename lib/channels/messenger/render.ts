import type { ChannelOf } from '../../protocol/channels.ts'
import type { Instant } from '../../session/session.ts'
import type { Delivery, Rendering } from '../channel.ts'

/** Makes the bodies of the Send API that carry a message, without `recipient` and `metadata`. */
export function render({ message }: Delivery, _config: ChannelOf<'messenger'>, _now: Instant): Rendering {
  return {
    status: 'rendered',
    calls: [{ messaging_type: 'RESPONSE', message: { text: message.text ?? `(${message.type})` } }],
  }
}

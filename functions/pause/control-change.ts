import type { ControlChange } from '../../lib/protocol/conversation.ts'
import type { ControlChanged } from '../../lib/session/control-commands.ts'
import type { Session } from '../../lib/session/session.ts'
import { conversationView } from '../../lib/views/conversation.ts'

/** Makes the answer to a command that changes control or the handoff. */
export function controlChange(outcome: ControlChanged, session: Session): ControlChange {
  return { ...outcome, epoch: session.epoch, conversation: conversationView(session) }
}

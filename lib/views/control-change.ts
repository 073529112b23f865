import type { ControlChange } from '../protocol/conversation.ts'
import type { ControlChanged } from '../session/control-commands.ts'
import type { Session } from '../session/session.ts'
import { conversationView } from './conversation.ts'

/** Makes the answer to a command that changes control or the handoff. */
export function controlChange(outcome: ControlChanged, session: Session): ControlChange {
  return { ...outcome, epoch: session.epoch, conversation: conversationView(session) }
}

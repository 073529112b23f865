import { markRead } from '../../../lib/conversations/read-marks.ts'
import { agentOf, type FrameHandler, targetOf } from './frame.ts'

/** Records how far the agent has read a conversation, and pushes the mark to the agent's other sockets. */
export const read: FrameHandler<'read'> = async ({ session, seq }, context) => {
  const { id: agentId } = agentOf(context)
  const { app, socket } = context
  return await markRead(app, targetOf(context, session), { agentId, seq, from: socket.connectionId })
}

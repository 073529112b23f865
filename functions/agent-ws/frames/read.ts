import { markRead } from '../../../lib/conversations/read-marks.ts'
import { agentOf, type FrameHandler, targetOf } from './frame.ts'

/**
 * Records how far a person has read a conversation: an agent's mark goes to the agent's other sockets, an end user's to
 * the agents who have the conversation open.
 */
export const read: FrameHandler<'read'> = async ({ session, seq }, context) => {
  const { app, socket } = context
  const target = targetOf(context, session)
  if (socket.owner.as === 'user') {
    const { readUpTo } = await app.receipts.add(target, { readUpTo: seq })
    return { session, seq: readUpTo }
  }
  const { id: agentId } = agentOf(context)
  return await markRead(app, target, { agentId, seq, from: socket.connectionId })
}

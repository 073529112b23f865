import { closeFor } from '../../../lib/conversations/presence.ts'
import { type FrameHandler, targetOf } from './frame.ts'

/** Closes a conversation: the socket gets no more pushes for it. */
export const unwatch: FrameHandler<'unwatch'> = async ({ session }, context) => {
  const { app, socket } = context
  const { id } = targetOf(context, session)
  await closeFor(app, id, socket.connectionId)
  await app.store.updateSocket(socket.connectionId, { unwatch: id })
  return { session }
}

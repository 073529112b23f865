import { dropWatcher } from '../../../lib/session/watching.ts'
import { type FrameHandler, targetOf } from './frame.ts'

/** Closes a conversation: nothing of it is pushed to this socket any more. */
export const unwatch: FrameHandler<'unwatch'> = async ({ session }, context) => {
  const { app, socket } = context
  const { id } = targetOf(context, session)
  await dropWatcher(app, id, socket.connectionId)
  await app.store.updateSocket(socket.connectionId, { unwatch: id })
  return { session }
}

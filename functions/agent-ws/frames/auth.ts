import { InterludeError } from '../../../lib/protocol/problem.ts'
import { ownerOf } from '../connect.ts'
import type { FrameHandler } from './frame.ts'

/** A fresh token for an open socket. It must be the same person's. */
export const auth: FrameHandler<'auth'> = async ({ token }, { app, socket }) => {
  const { owner, expiresAt } = await ownerOf(app, token, socket.botId)
  const nameOf = (who: typeof owner) => (who.as === 'agent' ? who.id : who.session)
  if (owner.as !== socket.owner.as || nameOf(owner) !== nameOf(socket.owner)) {
    throw new InterludeError('auth.forbidden', "the token is somebody else's")
  }
  await app.store.updateSocket(socket.connectionId, { expiresAt, owner })
  return { expiresAt: new Date(expiresAt).toISOString() }
}

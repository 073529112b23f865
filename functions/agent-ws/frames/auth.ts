import type { App } from '../../../lib/app.ts'
import { renewWatcher } from '../../../lib/conversations/watching.ts'
import type { StoredSocket } from '../../../lib/ports/sockets.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { ownerOf } from '../connect.ts'
import type { FrameHandler } from './frame.ts'

/** Equals the conversations that one ping may name. */
const RENEWED_AT_ONCE = 50

/** Takes a fresh token for an open socket. It must belong to the same person and bot. */
export const auth: FrameHandler<'auth'> = async ({ token }, { app, socket }) => {
  const { owner, expiresAt } = await ownerOf(app, token, socket.botId)
  const nameOf = (who: typeof owner) => (who.as === 'agent' ? who.id : who.session)
  if (owner.as !== socket.owner.as || nameOf(owner) !== nameOf(socket.owner)) {
    throw new InterludeError('auth.forbidden', 'the token must belong to the same person and bot')
  }
  await app.store.updateSocket(socket.connectionId, { expiresAt, owner })
  await renewWatchers(app, { ...socket, expiresAt })
  return { expiresAt: new Date(expiresAt).toISOString() }
}

/**
 * Renews the watchers of the open conversations, so that pushes continue. The next pings renew those after
 * `RENEWED_AT_ONCE`.
 */
async function renewWatchers(
  app: App,
  { connectionId, owner, botId, watching, expiresAt }: StoredSocket,
): Promise<void> {
  const watcher = { connectionId, as: owner.as, expiresAt }
  const renewed = watching.slice(0, RENEWED_AT_ONCE).map(id => renewWatcher(app, { id, botId }, watcher))
  for (const outcome of await Promise.allSettled(renewed)) {
    if (outcome.status === 'rejected') app.log.warn('renewing a watcher failed', { error: String(outcome.reason) })
  }
}

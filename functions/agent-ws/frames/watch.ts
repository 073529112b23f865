import type { App } from '../../../lib/app.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { loadOrNew, type Target } from '../../../lib/session/load.ts'
import { type Loaded, MAX_WATCHED } from '../../../lib/session/ports.ts'
import { hasOtherAgents, tellPresence } from '../../../lib/session/presence.ts'
import { addWatcher } from '../../../lib/session/watching.ts'
import { catchUp } from './catch-up.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'

/** Opens a conversation: from now on its entries are pushed, beginning with what the client lacks. */
export const watch: FrameHandler<'watch'> = async ({ session, cursor }, context) => {
  const revision = await watchFrom(context, targetOf(context, session), cursor)
  return { session, revision }
}

/** Subscribes first and reads then, so that nothing falls between the two. Answers how far the log goes. */
export async function watchFrom(
  context: FrameContext,
  target: Target & { readonly id: string },
  cursor: number,
): Promise<number> {
  if (context.socket.owner.as === 'agent') await loadOrNew(context.app, target)
  const opened = await open(context, target)
  const { session } = opened
  await catchUp(context, session, cursor)
  await tellWhoElse(context, opened, 'everybody')
  return session.revision
}

/** Where other agents have the conversation open too: tells everybody who else does, or this socket alone. */
export async function tellWhoElse(
  { app, socket }: FrameContext,
  opened: Loaded,
  to: 'everybody' | 'this socket',
): Promise<void> {
  const { connectionId, owner } = socket
  if (owner.as !== 'agent' || !hasOtherAgents(opened, connectionId, app.clock.now())) return
  const isTold = opened.watchers.some(watcher => watcher.connectionId === connectionId)
  if (to === 'everybody') await tellPresence(app, opened)
  if (to === 'this socket' || !isTold) await tellPresence(app, opened, socket)
}

/** From now on a conversation's commits meet this socket. Throws `request.invalid` where it has too many open. */
export async function open({ app, socket }: FrameContext, target: Target & { readonly id: string }): Promise<Loaded> {
  const { owner, connectionId, expiresAt } = socket
  // Noted at the socket before it is in the conversation: whoever finds the socket dead knows where to take it out.
  const noted = await app.store.updateSocket(connectionId, { watch: target.id })
  if (!noted) await whyNotNoted(app, connectionId)
  const watcher = { connectionId, as: owner.as, expiresAt }
  return await addWatcher(app, owner.as === 'user' ? addressOf(owner) : target, watcher)
}

/** A socket remembers what it has open, so that all of it can be closed when it is gone: only so many fit. */
async function whyNotNoted(app: App, connectionId: string): Promise<never> {
  if (await app.store.socket(connectionId)) {
    throw new InterludeError('request.invalid', `a socket may have at most ${MAX_WATCHED} conversations open`)
  }
  throw new InterludeError('connection.not_found', 'the connection is unknown; connect again')
}

/** An end user's conversation may not exist yet; it is watched all the same. */
function addressOf({ botId, channel, userId }: { botId: string; channel: string; userId: string }) {
  return { botId, channel, userId }
}

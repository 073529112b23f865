import type { App } from '../../../lib/app.ts'
import { loadOrNew, type Target } from '../../../lib/conversations/load.ts'
import { hasOtherAgents, tellPresence } from '../../../lib/conversations/presence.ts'
import { addWatcher } from '../../../lib/conversations/watching.ts'
import type { Loaded } from '../../../lib/ports/sessions.ts'
import { MAX_WATCHED } from '../../../lib/ports/sockets.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { catchUp } from './catch-up.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'
import { noteArrival, tellReceipts } from './receipts.ts'

/** Opens a conversation: sends the entries after the cursor, and pushes new ones from now on. */
export const watch: FrameHandler<'watch'> = async ({ session, cursor }, context) => {
  const revision = await watchFrom(context, targetOf(context, session), cursor)
  return { session, revision }
}

/** Registers the watcher before it reads the log, so that no entry falls between the two. Returns the newest `seq`. */
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
  await tellReceipts(context, target.id)
  await noteArrival(context, opened, cursor)
  return session.revision
}

/**
 * Tells the agents who have the conversation open about each other, or only this socket. Does nothing for a lone agent.
 */
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

/** Registers the socket as a watcher of the conversation. Throws `request.invalid` if it has too many open. */
export async function open({ app, socket }: FrameContext, target: Target & { readonly id: string }): Promise<Loaded> {
  const { owner, connectionId, expiresAt } = socket
  // Store the conversation at the socket first: the cleanup of a dead socket finds its conversations there.
  const noted = await app.store.updateSocket(connectionId, { watch: target.id })
  if (!noted) await whyNotNoted(app, connectionId)
  const watcher = { connectionId, as: owner.as, expiresAt }
  return await addWatcher(app, owner.as === 'user' ? addressOf(owner) : target, watcher)
}

/** Says why the socket could not store another conversation: the connection is unknown, or its list is full. */
async function whyNotNoted(app: App, connectionId: string): Promise<never> {
  if (await app.store.socket(connectionId)) {
    throw new InterludeError('request.invalid', `a socket may have at most ${MAX_WATCHED} conversations open`)
  }
  throw new InterludeError('connection.not_found', 'the connection is unknown; connect again')
}

/** An end user may watch a conversation that does not exist yet, so the watcher needs its whole address. */
function addressOf({ botId, channel, userId }: { botId: string; channel: string; userId: string }) {
  return { botId, channel, userId }
}

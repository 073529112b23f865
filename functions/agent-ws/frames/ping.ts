import type { SessionId } from '../../../lib/protocol/ids.ts'
import { catchUp } from './catch-up.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'
import { open } from './watch.ts'

/** Keeps the socket open, and heals what was lost: the client says how far it has each log, and gets what it lacks. */
export const ping: FrameHandler<'ping'> = async ({ id, cursors }, context) => {
  await Promise.all(Object.entries(cursors).map(([session, cursor]) => heal(context, session, cursor)))
  const at = new Date(context.app.clock.now()).toISOString()
  await context.push({ type: 'pong', ...(id !== undefined && { replyTo: id }), at })
  return undefined
}

async function heal(context: FrameContext, id: SessionId, cursor: number): Promise<void> {
  const { app, socket } = context
  const target = targetOf(context, id)
  const loaded = await app.store.load(target.id)
  if (!loaded || loaded.session.botId !== target.botId) return
  const { connectionId, watching } = socket
  // What a client says that it has open is open: a push that failed may have taken the socket from the conversation although
  // it lives, and of a socket's frames an older `unwatch` may be carried out after a newer `watch`.
  const isOpen = watching.includes(id) && loaded.watchers.some(watcher => watcher.connectionId === connectionId)
  const { session } = isOpen ? loaded : await open(context, target)
  if (cursor < session.revision) await catchUp(context, session, cursor)
}

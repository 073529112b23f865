import type { SessionId } from '../../../lib/protocol/ids.ts'
import { addWatcher } from '../../../lib/session/watching.ts'
import { catchUp } from './catch-up.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'

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
  const { connectionId, owner, watching } = socket
  // A push that failed may have taken the socket from the conversation although it lives.
  const watched = loaded.watchers.some(watcher => watcher.connectionId === connectionId)
  const { session } =
    watching.includes(id) && !watched ? await addWatcher(app, target, { connectionId, as: owner.as }) : loaded
  if (cursor < session.revision) await catchUp(context, session, cursor)
}

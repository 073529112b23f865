import { isAlive } from '../../../lib/conversations/agent-presence.ts'
import { defined } from '../../../lib/defined.ts'
import type { Loaded } from '../../../lib/ports/sessions.ts'
import type { SessionId } from '../../../lib/protocol/ids.ts'
import { catchUp } from './catch-up.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'
import { noteArrival, tellReceipts } from './receipts.ts'
import { open, tellWhoElse } from './watch.ts'

/**
 * Keeps the socket open and fills gaps: the client names its cursors and gets the entries after them. Names the other
 * agents who have one of the conversations open. Renews the presence of the agent who pings.
 */
export const ping: FrameHandler<'ping'> = async ({ id, cursors }, context) => {
  const asked = Object.entries(cursors)
  const all = await Promise.all(asked.map(([session]) => opens(context, session)))
  for (const [index, [, cursor]] of asked.entries()) {
    const session = all[index]?.loaded.session
    if (session && cursor < session.revision && !context.isGone()) await catchUp(context, session, cursor)
  }
  const told = all.map(each => each && tellWhoElse(context, each.loaded, each.wasOpen ? 'this socket' : 'everybody'))
  await Promise.all(told)
  for (const [index, [session, cursor]] of asked.entries()) {
    const opened = all[index]
    // Pushes may have been lost until now.
    if (opened && !opened.wasOpen) await tellReceipts(context, session)
    if (opened) await noteArrival(context, opened.loaded, cursor)
  }
  const { app, socket } = context
  const { owner, botId } = socket
  if (owner.as === 'agent') await isAlive(app.store, botId, owner, app.clock.now(), await app.policyOf(botId))
  const at = new Date(context.app.clock.now()).toISOString()
  await context.push({ type: 'pong', ...defined({ replyTo: id }), at })
  return undefined
}

/** Loads the conversation and makes sure that the socket watches it. Returns nothing if it does not exist. */
async function opens(
  context: FrameContext,
  id: SessionId,
): Promise<{ readonly loaded: Loaded; readonly wasOpen: boolean } | undefined> {
  const { app, socket } = context
  const target = targetOf(context, id)
  const loaded = await app.store.load(target.id)
  if (!loaded || loaded.session.botId !== target.botId) return undefined
  const { connectionId, watching, expiresAt } = socket
  // Trust the client about its open conversations. A failed push may have removed a live socket from the conversation,
  // and an older `unwatch` may run after a newer `watch`. This also stores the expiry of a fresh token.
  const watcher = loaded.watchers.find(each => each.connectionId === connectionId)
  const wasOpen = watching.includes(id) && watcher?.expiresAt === expiresAt
  return { loaded: wasOpen ? loaded : await open(context, target), wasOpen }
}

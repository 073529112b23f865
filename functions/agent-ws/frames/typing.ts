import { forgetSocket } from '../../../lib/conversations/presence.ts'
import { isHeard } from '../../../lib/conversations/watching.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import type { Session } from '../../../lib/session/session.ts'
import { agentOf, type FrameContext, type FrameHandler, type FrameOf, targetOf } from './frame.ts'

/**
 * Pushes a typing signal to the other watchers of the conversation, and shows the user's platform that an agent types.
 * Stores nothing. The user gets no signal for a note.
 *
 * Calls the platform beside the pushes, which do not wait for it. The frame waits for the call, since a function on AWS
 * stops once the frame is handled. Nothing else waits: a typing frame has no answer, and a socket's frames do not wait for
 * each other.
 */
export const typing: FrameHandler<'typing'> = async (frame, context) => {
  const { app, socket } = context
  const { id, botId } = targetOf(context, frame.session)
  const frames = framesOf(frame, context)
  const loaded = await app.store.load(id)
  if (!loaded || loaded.session.botId !== botId) {
    // A user may type before the conversation exists. An agent may not.
    if (socket.owner.as === 'user') return undefined
    throw new InterludeError('session.not_found', 'this bot has no such conversation')
  }
  const now = app.clock.now()
  const others = loaded.watchers.filter(
    watcher => watcher.connectionId !== socket.connectionId && isHeard(watcher, now),
  )
  const pushes = others.map(async ({ connectionId, as }) => {
    const shown = frames[as]
    if (shown && (await app.sockets.push(connectionId, shown)) === 'gone') await forgetSocket(app, connectionId, id)
  })
  await Promise.allSettled([...pushes, showAtPlatform(frame, context, loaded.session)])
  return undefined
}

/** Most conversations have no platform, so a start does not read the code for it. */
async function showAtPlatform({ on, in: where }: FrameOf<'typing'>, context: FrameContext, session: Session) {
  if (context.socket.owner.as !== 'agent' || !on || where !== 'reply' || session.delivery === 'none') return
  const { showTyping } = await import('../../../lib/channels/typing.ts')
  await showTyping(context.app, session, agentOf(context))
}

/** Makes the frame for agents and the frame for the user. Agents also see which agent types, and where. */
function framesOf({ session, on, in: where }: FrameOf<'typing'>, context: FrameContext) {
  const { as } = context.socket.owner
  const frame = { type: 'typing', session, from: as, on } as const
  if (as === 'user' && where === 'reply') return { agent: frame, user: frame }
  const { type: _agent, ...agent } = agentOf(context)
  return { agent: { ...frame, in: where, agent }, user: where === 'reply' ? frame : undefined }
}

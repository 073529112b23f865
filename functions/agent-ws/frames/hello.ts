import { defined } from '../../../lib/defined.ts'
import { PING_MS, SUBPROTOCOL } from '../../../lib/protocol/frames.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { type FrameHandler, targetOf } from './frame.ts'
import { watchFrom } from './watch.ts'

/**
 * Handles the first frame of a connection. Watches each conversation that the frame names, from its cursor on. Always
 * watches an end user's own conversation.
 */
export const hello: FrameHandler<'hello'> = async ({ cursors }, context) => {
  const { socket, push, app } = context
  const own = socket.owner.as === 'user' ? socket.owner.session : undefined
  await push({
    type: 'welcome',
    protocol: SUBPROTOCOL,
    role: socket.owner.as,
    ...defined({ session: own }),
    pingMs: PING_MS,
    expiresAt: new Date(socket.expiresAt).toISOString(),
  })
  const all = own === undefined ? cursors : { [own]: 0, ...cursors }
  const unknown: string[] = []
  for (const [session, cursor] of Object.entries(all)) {
    if (context.isGone()) break
    try {
      await watchFrom(context, targetOf(context, session), cursor)
    } catch (error) {
      if (!(error instanceof InterludeError) || error.code !== 'session.not_found') throw error
      app.log.debug('hello names an unknown conversation', { session })
      unknown.push(session)
    }
  }
  return unknown.length > 0 ? { unknown } : {}
}

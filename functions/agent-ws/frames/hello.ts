import { defined } from '../../../lib/defined.ts'
import { PING_MS, SUBPROTOCOL } from '../../../lib/protocol/frames.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { type FrameContext, type FrameHandler, targetOf } from './frame.ts'
import { watchFrom } from './watch.ts'

/** The part of an agent's presence after which the next ping comes, where presences are short. */
const PINGS_PER_PRESENCE = 0.28

/**
 * Handles the first frame of a connection. Watches each conversation that the frame names, from its cursor on. Always
 * watches an end user's own conversation.
 */
export const hello: FrameHandler<'hello'> = async ({ cursors }, context) => {
  const { socket, push, app } = context
  const { presenceMs } = await app.policyOf(socket.botId)
  const own = socket.owner.as === 'user' ? socket.owner.session : undefined
  await push({
    type: 'welcome',
    protocol: SUBPROTOCOL,
    role: socket.owner.as,
    ...defined({ session: own }),
    pingMs: Math.min(PING_MS, Math.floor(presenceMs * PINGS_PER_PRESENCE)),
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
  if (socket.owner.as === 'agent') await assignNow(context)
  return unknown.length > 0 ? { unknown } : {}
}

/** An agent who is connected may have room. A failure does not concern the connection: the clock tries again. */
async function assignNow({ app, socket: { botId } }: FrameContext): Promise<void> {
  try {
    await app.assigner.assign(botId)
  } catch (error) {
    app.log.warn('assigning failed', { bot: botId, error: String(error) })
  }
}

import { converse } from '../../../lib/bots/converse.ts'
import { execute } from '../../../lib/session/execute.ts'
import { holderOf } from '../../../lib/session/views.ts'
import { agentOf, type FrameHandler, targetOf } from './frame.ts'

/** Says something: an agent to the user, or an end user in their own conversation (where the bot may be asked). */
export const message: FrameHandler<'message'> = async ({ id, session, message: content, ifHeld }, context) => {
  const { app, socket } = context
  const target = targetOf(context, session)
  const { owner } = socket
  if (owner.as === 'user') {
    const { botId, channel, userId } = owner
    const { seq, paused, replies } = await converse(app, { botId, channel, userId }, { id, ...content })
    return { session, seq, paused, replies: replies.map(reply => reply.seq) }
  }
  const { outcome, session: after } = await execute(app, target, {
    verb: 'say',
    id,
    by: agentOf(context),
    message: content,
    ...(ifHeld !== undefined && { ifHeld }),
  })
  return { session, ...outcome, ...holderOf(after) }
}

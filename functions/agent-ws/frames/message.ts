import { answerTo } from '../../../lib/bots/answer.ts'
import { receiveMessage } from '../../../lib/bots/converse.ts'
import { handOnTurn } from '../../../lib/bots/hand-on.ts'
import { execute } from '../../../lib/conversations/execute.ts'
import type { SocketOwner } from '../../../lib/ports/sockets.ts'
import type { Content } from '../../../lib/protocol/message.ts'
import { holderOf } from '../../../lib/views/conversation.ts'
import { agentOf, type FrameContext, type FrameHandler, targetOf } from './frame.ts'

/** Says something: an agent to the user, or an end user in their own conversation (where the bot may be asked). */
export const message: FrameHandler<'message'> = async ({ id, session, message: content, ifHeld }, context) => {
  const { app, socket } = context
  const target = targetOf(context, session)
  const { owner } = socket
  if (owner.as === 'user') return await fromUser(context, owner, id, content)
  const { outcome, session: after } = await execute(app, target, {
    verb: 'say',
    id,
    by: agentOf(context),
    message: content,
    ...(ifHeld !== undefined && { ifHeld }),
  })
  return { session, ...outcome, ...holderOf(after) }
}

/**
 * Commits the message and hands its turn on: agents' frames come by this function too, so none of a user's waits here for a
 * bot. The bot's words arrive as `entries`; `replies` names those that the turn has already, which is so for a retry alone.
 */
async function fromUser(
  { app }: FrameContext,
  { botId, channel, userId }: Extract<SocketOwner, { as: 'user' }>,
  id: string,
  content: Content,
): Promise<Record<string, unknown>> {
  const { bot, session, received } = await receiveMessage(app, { botId, channel, userId }, { id, ...content })
  const { seq, turn, call } = received
  const isAsked = bot.config.mode === 'ask'
  if (isAsked && call && turn.status === 'open') {
    await handOnTurn(app, { botId, session: session.id, seq, attempt: turn.attempt })
  }
  const { paused, replies } = await answerTo(app, session, seq, turn)
  return { session: session.id, seq, paused, replies: isAsked ? replies.map(reply => reply.seq) : [] }
}

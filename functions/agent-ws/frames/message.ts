import { answerTo } from '../../../lib/bots/answer.ts'
import { receiveAndHandOn } from '../../../lib/bots/hand-on.ts'
import { execute } from '../../../lib/conversations/execute.ts'
import { defined } from '../../../lib/defined.ts'
import type { SocketOwner } from '../../../lib/ports/sockets.ts'
import type { Content } from '../../../lib/protocol/message.ts'
import { holderOf } from '../../../lib/session/holder.ts'
import type { Warn } from '../../../lib/tolerant.ts'
import { agentOf, type FrameContext, type FrameHandler, targetOf } from './frame.ts'

/** Logs a message: an agent's to the user, or an end user's in their own conversation, which may call the bot. */
export const message: FrameHandler<'message'> = async (
  { id, session, message: content, ifHeld, insteadOf },
  context,
) => {
  const { app, socket } = context
  const target = targetOf(context, session)
  const { owner } = socket
  if (owner.as === 'user') return await fromUser(context, owner, id, content)
  const { outcome, session: after } = await execute(app, target, {
    verb: 'say',
    id,
    by: agentOf(context),
    message: content,
    ...defined({ ifHeld, insteadOf }),
  })
  return { session, ...outcome, ...holderOf(after) }
}

/**
 * Commits the message and passes its turn to the asker. It does not wait for the bot, because agents' frames share this
 * function. The bot's replies arrive as `entries`. `replies` names those that the turn already has, which only a retry
 * finds. The `ok` reports each field that the message lost.
 */
async function fromUser(
  { app, warn }: FrameContext,
  { botId, channel, userId }: Extract<SocketOwner, { as: 'user' }>,
  id: string,
  content: Content,
): Promise<Record<string, unknown>> {
  const lost: Warn = (path, what) => warn(`message.${path}`, what)
  const { bot, session, received } = await receiveAndHandOn(app, { botId, channel, userId }, { id, ...content }, lost)
  const { seq, turn } = received
  const { paused, replies } = await answerTo(app, session, seq, turn)
  return { session: session.id, seq, paused, replies: bot.config.mode === 'ask' ? replies.map(reply => reply.seq) : [] }
}

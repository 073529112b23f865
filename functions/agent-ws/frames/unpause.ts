import { execute } from '../../../lib/conversations/execute.ts'
import { actorOf, type FrameHandler, targetOf } from './frame.ts'

/** Gives the conversation back to the bot. */
export const unpause: FrameHandler<'unpause'> = async ({ id, session, outcome: end, comment }, context) => {
  const by = actorOf(context)
  const { outcome, session: after } = await execute(context.app, targetOf(context, session), {
    verb: 'unpause',
    id,
    by,
    ...(by.type === 'agent' && end !== undefined && { outcome: end }),
    ...(by.type === 'agent' && comment !== undefined && { comment }),
  })
  return { session, ...outcome, epoch: after.epoch }
}

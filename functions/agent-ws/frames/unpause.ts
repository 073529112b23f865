import { execute } from '../../../lib/conversations/execute.ts'
import { defined } from '../../../lib/defined.ts'
import { actorOf, controlAnswer, type FrameHandler, targetOf } from './frame.ts'

/** Gives the conversation back to the bot. */
export const unpause: FrameHandler<'unpause'> = async ({ id, session, outcome: end, comment, carryOn }, context) => {
  const by = actorOf(context)
  const done = await execute(context.app, targetOf(context, session), {
    verb: 'unpause',
    id,
    by,
    ...(by.type === 'agent' && defined({ outcome: end, comment, carryOn })),
  })
  return controlAnswer(done)
}

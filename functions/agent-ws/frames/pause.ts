import { execute } from '../../../lib/conversations/execute.ts'
import { defined } from '../../../lib/defined.ts'
import { pausesInPace } from '../../../lib/pauses.ts'
import { actorOf, controlAnswer, type FrameHandler, targetOf } from './frame.ts'

/** Takes the conversation from the bot, for an agent or for a user who wants a person. */
export const pause: FrameHandler<'pause'> = async (
  { type: _type, id, session, priority, summary, context: facts, ...cause },
  context,
) => {
  const by = actorOf(context)
  const target = targetOf(context, session)
  const { owner } = context.socket
  await pausesInPace(context.app, target, owner.as === 'user' && owner.anonymous)
  const done = await execute(context.app, target, {
    verb: 'pause',
    id,
    by,
    trigger: by.type,
    ...cause,
    // Only agents set the priority and tell other agents what they know.
    ...(by.type === 'agent' && defined({ priority, summary, context: facts })),
  })
  return controlAnswer(done)
}

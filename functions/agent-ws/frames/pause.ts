import { execute } from '../../../lib/conversations/execute.ts'
import { pausesInPace } from '../../../lib/pauses.ts'
import { actorOf, type FrameHandler, targetOf } from './frame.ts'

/** Takes the conversation from the bot, for an agent or for a user who wants a person. */
export const pause: FrameHandler<'pause'> = async ({ type: _type, id, session, priority, ...cause }, context) => {
  const by = actorOf(context)
  const target = targetOf(context, session)
  const { owner } = context.socket
  await pausesInPace(context.app, target, owner.as === 'user' && owner.anonymous)
  const { outcome, session: after } = await execute(context.app, target, {
    verb: 'pause',
    id,
    by,
    trigger: by.type,
    ...cause,
    // Only agents set the priority.
    ...(priority !== undefined && by.type === 'agent' && { priority }),
  })
  return { session, ...outcome, epoch: after.epoch }
}

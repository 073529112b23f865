import { execute } from '../../../lib/session/execute.ts'
import { actorOf, type FrameHandler, targetOf } from './frame.ts'

/** Takes the conversation from the bot: by an agent, or by the user who wants a person. */
export const pause: FrameHandler<'pause'> = async ({ id, session, reason, priority }, context) => {
  const by = actorOf(context)
  const { outcome, session: after } = await execute(context.app, targetOf(context, session), {
    verb: 'pause',
    id,
    by,
    trigger: by.type,
    ...(reason !== undefined && { reason }),
    // How urgent it is, is the team's to say.
    ...(priority !== undefined && by.type === 'agent' && { priority }),
  })
  return { session, ...outcome, epoch: after.epoch }
}

import { approve as approveReply } from '../../../lib/conversations/approve.ts'
import { execute } from '../../../lib/conversations/execute.ts'
import { defined } from '../../../lib/defined.ts'
import { writtenBy } from '../../../lib/views/written.ts'
import { agentOf, controlAnswer, type FrameHandler, targetOf } from './frame.ts'

/** Puts the bot of a conversation under supervision. */
export const supervise: FrameHandler<'supervise'> = async ({ id, session, reason }, context) => {
  const command = { verb: 'supervise', id, by: agentOf(context), trigger: 'agent', ...defined({ reason }) } as const
  return controlAnswer(await execute(context.app, targetOf(context, session), command))
}

/** Sends a reply of a supervised bot to the user, as it is or edited. */
export const approve: FrameHandler<'approve'> = async ({ type: _type, session, ...approval }, context) => {
  const by = agentOf(context)
  const target = targetOf(context, session)
  const { outcome } = await approveReply(context.app, target, { ...approval, by, botPaused: false })
  return { session, ...writtenBy(outcome) }
}

import { supervises } from '../../../lib/auth/caller.ts'
import { execute } from '../../../lib/conversations/execute.ts'
import { transfer as transferTo } from '../../../lib/conversations/transfer.ts'
import { agentOf, type FrameHandler, rolesOf, targetOf } from './frame.ts'

/** Assigns a conversation that waits to the agent. */
export const claim: FrameHandler<'claim'> = async ({ id, session }, context) => {
  const by = agentOf(context)
  const { outcome, session: after } = await execute(context.app, targetOf(context, session), { verb: 'claim', id, by })
  return { session, ...outcome, epoch: after.epoch }
}

/** Gives a conversation to another agent, or lets it wait again. */
export const transfer: FrameHandler<'transfer'> = async ({ type: _type, session, ...fields }, context) => {
  const target = targetOf(context, session)
  const transferring = { by: agentOf(context), ofOthers: supervises(rolesOf(context), target.botId) }
  const { outcome, session: after } = await transferTo(context.app, target, transferring, fields)
  return { session, ...outcome, epoch: after.epoch }
}

/** Records why the agent does not take a conversation. */
export const decline: FrameHandler<'decline'> = async ({ id, session, reason }, context) => {
  const by = agentOf(context)
  const target = targetOf(context, session)
  const { outcome, session: after } = await execute(context.app, target, { verb: 'decline', id, by, reason })
  return { session, ...outcome, epoch: after.epoch }
}

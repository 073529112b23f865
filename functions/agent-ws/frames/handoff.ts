import { execute } from '../../../lib/conversations/execute.ts'
import { transfer as transferTo } from '../../../lib/conversations/transfer.ts'
import { supervises } from '../../../lib/protocol/roles.ts'
import { agentOf, controlAnswer, type FrameHandler, rolesOf, targetOf } from './frame.ts'

/** Assigns a conversation that waits to the agent. */
export const claim: FrameHandler<'claim'> = async ({ id, session }, context) => {
  const by = agentOf(context)
  const done = await execute(context.app, targetOf(context, session), { verb: 'claim', id, by })
  return controlAnswer(done)
}

/** Gives a conversation to another agent, or lets it wait again. */
export const transfer: FrameHandler<'transfer'> = async ({ type: _type, session, ...fields }, context) => {
  const target = targetOf(context, session)
  const transferring = { by: agentOf(context), ofOthers: supervises(rolesOf(context), target.botId) }
  const done = await transferTo(context.app, target, transferring, fields)
  return controlAnswer(done)
}

/** Records why the agent does not take a conversation. */
export const decline: FrameHandler<'decline'> = async ({ id, session, reason }, context) => {
  const by = agentOf(context)
  const target = targetOf(context, session)
  const done = await execute(context.app, target, { verb: 'decline', id, by, reason })
  return controlAnswer(done)
}

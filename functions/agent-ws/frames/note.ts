import { execute } from '../../../lib/conversations/execute.ts'
import { agentOf, type FrameHandler, targetOf } from './frame.ts'

/** Writes a line that only agents see. */
export const note: FrameHandler<'note'> = async ({ id, session, text }, context) => {
  const by = agentOf(context)
  const { outcome } = await execute(context.app, targetOf(context, session), { verb: 'note', id, by, text })
  return { session, ...outcome }
}

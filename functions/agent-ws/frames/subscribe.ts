import { invalid } from '../../../lib/protocol/problem.ts'
import { agentOf, type FrameHandler } from './frame.ts'

/**
 * Follows conversations without opening them: those that people hold (`inbox`), or all of them (`live`). The shape
 * `hitlnext` has events of handoffs alone, so it goes with `inbox`.
 */
export const subscribe: FrameHandler<'subscribe'> = async ({ to, shape }, context) => {
  const wanted = shape === undefined ? {} : { shape }
  agentOf(context)
  if (shape === 'hitlnext' && to !== 'inbox') {
    throw invalid([{ in: 'frame', path: 'to', message: 'must be inbox with the shape hitlnext' }])
  }
  await context.app.store.updateSocket(context.socket.connectionId, { subscription: to, ...wanted })
  return { to, ...wanted }
}

export const unsubscribe: FrameHandler<'unsubscribe'> = async (_frame, context) => {
  agentOf(context)
  await context.app.store.updateSocket(context.socket.connectionId, { subscription: null })
  return {}
}

import { agentOf, type FrameHandler } from './frame.ts'

/** Follows conversations without opening them: those that people hold (`inbox`), or all of them (`live`). */
export const subscribe: FrameHandler<'subscribe'> = async ({ to, shape }, context) => {
  const wanted = shape === undefined ? {} : { shape }
  agentOf(context)
  await context.app.store.updateSocket(context.socket.connectionId, { subscription: to, ...wanted })
  return { to, ...wanted }
}

export const unsubscribe: FrameHandler<'unsubscribe'> = async (_frame, context) => {
  agentOf(context)
  await context.app.store.updateSocket(context.socket.connectionId, { subscription: null })
  return {}
}

import { InterludeError } from '../../../lib/protocol/problem.ts'
import { isHeard } from '../../../lib/session/watching.ts'
import { type FrameHandler, targetOf } from './frame.ts'

/** Shows the others who have the conversation open that somebody types. Nothing is stored. */
export const typing: FrameHandler<'typing'> = async ({ session, on }, context) => {
  const { app, socket } = context
  const { id, botId } = targetOf(context, session)
  const loaded = await app.store.load(id)
  if (!loaded || loaded.session.botId !== botId) {
    // A user may type before anything was said; an agent has nowhere else to type.
    if (socket.owner.as === 'user') return undefined
    throw new InterludeError('session.not_found', 'this bot has no such conversation')
  }
  const frame = { type: 'typing', session: id, from: socket.owner.as, on } as const
  const now = app.clock.now()
  const others = loaded.watchers.filter(
    watcher => watcher.connectionId !== socket.connectionId && isHeard(watcher, now),
  )
  await Promise.allSettled(others.map(({ connectionId }) => app.sockets.push(connectionId, frame)))
  return undefined
}

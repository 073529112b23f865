import type { App } from './app.ts'
import { loadOrNew, type Target } from './conversations/load.ts'
import { InterludeError } from './protocol/problem.ts'

const SECOND_MS = 1_000

/**
 * Limits the pauses of `anonymous` users. Pausing a paused conversation is free. Throws `pause.too_often` with the
 * seconds to wait if the user, or all anonymous users of the bot together, exceed their rate.
 */
export async function pausesInPace(app: App, target: Target, anonymous: boolean | undefined): Promise<void> {
  if (!anonymous) return
  const { session } = await loadOrNew(app, target)
  if (session.control.holder === 'human') return
  const { ofConversation, ofBot } = app.pausePaces
  const now = app.clock.now()
  const waitMs = Math.max(ofConversation.waitMs(session.id, now), ofBot.waitMs(session.botId, now))
  if (waitMs > 0) {
    app.log.info('pause refused', { session: session.id, botId: session.botId, reason: 'too_often', waitMs })
    const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS)
    throw new InterludeError('pause.too_often', 'too many pauses; try again later', {
      retryAfterSeconds,
    })
  }
  ofConversation.take(session.id, now)
  ofBot.take(session.botId, now)
}

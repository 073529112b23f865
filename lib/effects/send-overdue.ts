import type { App } from '../app.ts'
import { approve } from '../conversations/approve.ts'
import { InterludeError } from '../protocol/problem.ts'
import { waitingReviews } from '../session/reviews.ts'
import type { Session } from '../session/session.ts'

/**
 * Sends the replies of a supervised bot whose deadline has passed, in the order of their messages. Reads from the store
 * whether the whole bot is paused: then people get the conversation instead. An agent's decision that came first stands.
 * Does nothing for a bot whose configuration gives such conversations to people.
 */
export async function sendOverdue(app: App, session: Session): Promise<void> {
  if ((await app.policyOf(session.botId)).reviewThen !== 'send') return
  const target = { id: session.id, botId: session.botId }
  for (const { turn } of waitingReviews(session)) {
    if (app.clock.now() < turn.until) continue
    const botPaused = (await app.directory.freshBot(session.botId)).config.paused
    try {
      await approve(app, target, { by: { type: 'system' }, of: turn.from, botPaused })
    } catch (error) {
      if (!(error instanceof InterludeError && error.code === 'review.closed')) throw error
    }
  }
}

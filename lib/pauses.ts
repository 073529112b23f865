import type { App } from './app.ts'
import { Pace } from './pace.ts'
import { InterludeError } from './protocol/problem.ts'
import { loadOrNew, type Target } from './session/load.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** How often anonymous users may ask for a person, in one process. */
export interface PausePaces {
  readonly ofConversation: Pace
  readonly ofBot: Pace
}

export function createPausePaces(): PausePaces {
  return {
    ofConversation: new Pace({ burst: 5, everyMs: MINUTE_MS }),
    ofBot: new Pace({ burst: 120, everyMs: SECOND_MS / 2 }),
  }
}

/**
 * Counts a pause of somebody who is `anonymous`; of nobody else. Pausing what people hold already is free. Throws
 * `pause.too_often` with the seconds to wait, where the user or the bot's anonymous users together ask too often.
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
    throw new InterludeError('pause.too_often', 'people are asked for too often; try again later', {
      retryAfterSeconds,
    })
  }
  ofConversation.take(session.id, now)
  ofBot.take(session.botId, now)
}

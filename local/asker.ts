import type { App } from '../lib/app.ts'
import { askTurn } from '../lib/bots/ask-turn.ts'
import type { Asker } from '../lib/ports/outside.ts'
import type { Place } from './admission/admission.ts'

export interface LocalAsker extends Asker {
  /** Resolves when no call to a bot is in progress, or after `graceMs`. */
  idle(graceMs: number): Promise<void>
}

/**
 * Asks bots in this process, without delaying the frames that brought the messages. `hold` takes a place in the `users`
 * lane, so that admission counts the calls to bots. If the process ends during a call, the turn's deadline hands the
 * conversation to people.
 */
export function localAsker(app: () => App, hold: () => Place): LocalAsker {
  const underWay = new Set<Promise<void>>()
  return {
    async ask(turn) {
      const place = hold()
      const asking = askTurn(waitingAt(place, app()), turn)
        .catch((error: unknown) => {
          const { session, seq } = turn
          app().log.error('turn failed before the bot answered', { session, seq, error: String(error) })
        })
        .finally(() => {
          place.free()
          underWay.delete(asking)
        })
      underWay.add(asking)
    },
    async idle(graceMs) {
      const until = performance.now() + graceMs
      while (underWay.size > 0 && performance.now() < until) {
        const patience = Promise.withResolvers<void>()
        const timer = setTimeout(patience.resolve, until - performance.now())
        await Promise.race([Promise.all(underWay), patience.promise])
        clearTimeout(timer)
      }
    },
  }
}

/** The application, whose calls to bots tell the place that they wait. */
function waitingAt(place: Place, app: App): App {
  const post: App['webhooks']['post'] = async call => {
    place.waits(true)
    try {
      return await app.webhooks.post(call)
    } finally {
      place.waits(false)
    }
  }
  return { ...app, webhooks: { ...app.webhooks, post } }
}

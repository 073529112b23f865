import type { App } from '../lib/app.ts'
import { askTurn } from '../lib/bots/ask-turn.ts'
import type { Asker } from '../lib/ports/outside.ts'

export interface LocalAsker extends Asker {
  /** Resolves when no bot is being asked any more, or after `graceMs`. */
  idle(graceMs: number): Promise<void>
}

/**
 * Asks bots in this process, beside the frames that brought the messages. `hold` takes a place among what users have under
 * way and answers how to give it back, so that admission sees the bots' calls. A turn that ends with the process goes to
 * people by its deadline.
 */
export function localAsker(app: () => App, hold: () => () => void): LocalAsker {
  const underWay = new Set<Promise<void>>()
  return {
    async ask(turn) {
      const release = hold()
      const asking = askTurn(app(), turn)
        .catch((error: unknown) => {
          const { session, seq } = turn
          app().log.error('turn failed before the bot answered', { session, seq, error: String(error) })
        })
        .finally(() => {
          release()
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

import { runClock } from '../functions/clock/clock.ts'
import type { App } from '../lib/app.ts'

/** Something that runs until it is stopped; stopping waits for what is under way. */
export interface Loop {
  stop(): Promise<void>
}

const RETRY_MS = 500

/** Deadlines, far more often than the minute of AWS: nobody on one machine wants to wait for it. */
export function clockLoop(app: App, everyMs: number): Loop {
  return loop(async () => {
    await runClock(app, app.clock.now() + 20_000)
    await app.clock.sleep(everyMs)
  }, app)
}

/** Turns over and over; a turn that fails is logged, and the next comes a moment later. */
export function loop(turn: (stopping: () => boolean) => Promise<void>, { log, clock }: App): Loop {
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      try {
        await turn(() => stopped)
      } catch (error) {
        log.error('a loop failed and will run again', { error: error instanceof Error ? error.stack : String(error) })
        await clock.sleep(RETRY_MS)
      }
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await running
    },
  }
}

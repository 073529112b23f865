import { runClock } from '../functions/clock/clock.ts'
import type { App } from '../lib/app.ts'

/** Runs until it is stopped. `stop` waits for work in progress. */
export interface Loop {
  stop(): Promise<void>
}

const RETRY_MS = 500

/** Handles deadlines every `everyMs`. AWS does so once a minute, which is a long wait on a developer's machine. */
export function clockLoop(app: App, everyMs: number): Loop {
  return loop(async () => {
    await runClock(app, app.clock.now() + 20_000)
    await app.clock.sleep(everyMs)
  }, app)
}

/** Calls `turn` repeatedly. Logs a turn that fails, and waits 500 ms before the next one. */
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

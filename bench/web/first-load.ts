import type { Page } from 'playwright-core'
import { LOG } from '../../test/browser/log-reader.ts'
import { median } from '../stats.ts'
import { awaitOnScreen, seenAt } from './in-page.ts'
import { longConversation } from './long-conversation.ts'
import type { Line } from './report.ts'
import type { Stage } from './stage.ts'

/** The length of a typical conversation. */
const ENTRIES = 60
const SLOWED = 4
const AT_MOST_MS = 2_500

/**
 * Measures from the navigation of a browser with empty caches until the last message of a conversation is on screen.
 */
export async function firstLoad(stage: Stage, { runs }: { readonly runs: number }): Promise<Line[]> {
  const { session, last } = await longConversation(stage, 'everyday', ENTRIES)
  const took = async (slowed: number) => {
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      const page = await stage.window()
      try {
        await slowDown(page, slowed)
        await page.addInitScript(awaitOnScreen, `${LOG} [data-seq="${last}"]`)
        await page.goto(stage.at(`all/${session}`), { waitUntil: 'commit' })
        times.push(await page.evaluate(seenAt))
      } finally {
        await page.context().close()
      }
    }
    stage.say(`first load, ${slowed} × slowed: ${times.map(ms => Math.round(ms)).join(', ')} ms`)
    return median(times)
  }
  const unslowed = await took(1)
  return [
    { what: 'first conversation on screen', value: unslowed, unit: 'ms' },
    {
      what: `first conversation on screen, processor slowed ${SLOWED} ×`,
      value: await took(SLOWED),
      unit: 'ms',
      atMost: AT_MOST_MS,
      beside: { what: 'ms without slowdown', value: unslowed },
    },
  ]
}

async function slowDown(page: Page, rate: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate })
}

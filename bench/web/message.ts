import type { Page } from 'playwright-core'
import { browserEnvironment, createClient } from '../../lib/client/index.ts'
import { sessionId } from '../../lib/session/session.ts'
import { LOG } from '../../test/browser/log-reader.ts'
import { BOT, CHANNEL, userIdOf } from '../fill.ts'
import { median, percentile } from '../stats.ts'
import type { Line } from './report.ts'
import type { Stage } from './stage.ts'

const P50_AT_MOST_MS = 20
const WARM_UP = 30
/** A random pause of up to two frames, so that messages arrive at different points of a frame. */
const PAUSE_MS = 33
const BINDING = 'interludeSaw'

/** When a message arrived at the bare client, in the page and on its screen (`performance.now()` of this process). */
type Times = Record<'client' | 'written' | 'painted', number>

/**
 * Measures from the request with a user's message until its text is in the agent's page and on its screen. This process
 * takes all times: the page notifies it via a binding, so the times are never too short. For comparison, measures when
 * the protocol's client in Node receives the same messages.
 */
export async function message(stage: Stage, { messages }: { readonly messages: number }): Promise<Line[]> {
  const userId = userIdOf(0)
  const session = sessionId({ botId: BOT, channel: CHANNEL, userId })
  const page = await stage.window()
  const client = createClient({
    url: stage.product.dev.url,
    socketUrl: stage.product.dev.socketUrl,
    botId: BOT,
    token: async () => stage.product.dev.adminToken,
    environment: browserEnvironment(),
  })
  const handle = client.conversation(session)
  try {
    await page.goto(stage.at(`all/${session}`))
    await page.locator(`${LOG} li`).first().waitFor()
    let waiting = Promise.withResolvers<Times>()
    let times: Partial<Times> = {}
    let words = ''
    const note = (what: keyof Times, said: string) => {
      if (said !== words) return
      times[what] ??= performance.now()
      const { client, written, painted } = times
      if (client !== undefined && written !== undefined && painted !== undefined)
        waiting.resolve({ client, written, painted })
    }
    handle.subscribe(() => {
      const last = handle.snapshot().entries.at(-1)
      if (last?.kind === 'message' && last.text !== undefined) note('client', last.text)
    })
    await watch(page, note)
    const took: Times[] = []
    for (let index = -WARM_UP; index < messages; index++) {
      words = `These are the words number ${index}.`
      times = {}
      waiting = Promise.withResolvers()
      const from = performance.now()
      const answered = stage.post(`${userId}/messages`, { id: `screen-${index}`, text: words })
      const seen = await waiting.promise
      await answered
      if (index >= 0)
        took.push({ client: seen.client - from, written: seen.written - from, painted: seen.painted - from })
      await new Promise(resolve => setTimeout(resolve, Math.random() * PAUSE_MS))
    }
    return linesOf(took)
  } finally {
    handle.close()
    client.close()
    await page.context().close()
  }
}

function linesOf(took: readonly Times[]): Line[] {
  const of = (what: keyof Times, share: number) =>
    percentile(Float64Array.from(took, times => times[what]).sort(), share)
  const bare = median(took.map(({ client }) => client))
  const beside = { what: 'ms to a bare client', value: bare }
  const written = "user's message to the agent's page"
  const painted = "user's message to the agent's screen"
  return [
    { what: `${written}, p50`, value: of('written', 0.5), unit: 'ms', atMost: P50_AT_MOST_MS, beside },
    {
      what: `${written}, p95`,
      value: of('written', 0.95),
      unit: 'ms',
      beside: { what: beside.what, value: of('client', 0.95) },
    },
    {
      what: `${written}, p99`,
      value: of('written', 0.99),
      unit: 'ms',
      beside: { what: beside.what, value: of('client', 0.99) },
    },
    { what: `${painted}, painted, p50`, value: of('painted', 0.5), unit: 'ms', beside },
  ]
}

/** Calls `note` for each message in the log: once its text is there, and once it is painted. */
async function watch(page: Page, note: (what: 'written' | 'painted', words: string) => void): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name !== BINDING) return
    const [what, words] = JSON.parse(payload) as ['written' | 'painted', string]
    note(what, words)
  })
  await devtools.send('Runtime.enable')
  await devtools.send('Runtime.addBinding', { name: BINDING })
  await page.evaluate(
    ({ log, binding }) => {
      const watched = document.querySelector(log)
      const tell = (globalThis as unknown as Record<string, (payload: string) => void>)[binding]
      if (watched === null || tell === undefined) throw new Error('there is no log to watch')
      let told = ''
      new MutationObserver(() => {
        const rows = watched.querySelectorAll('li')
        const words = /These are the words number -?\d+\./.exec(rows[rows.length - 1]?.textContent ?? '')?.[0]
        if (words === undefined || words === told) return
        told = words
        tell(JSON.stringify(['written', words]))
        requestAnimationFrame(() => {
          // The message arrives after the frame is painted.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => tell(JSON.stringify(['painted', words]))
          port2.postMessage(undefined)
        })
      }).observe(watched, { childList: true, subtree: true, characterData: true })
    },
    { log: LOG, binding: BINDING },
  )
}

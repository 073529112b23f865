import type { Page } from 'playwright-core'
import { beginReading, LOG, turned } from '../../test/browser/log-reader.ts'
import { median } from '../stats.ts'
import { heapOf } from './heap.ts'
import { awaitOnScreen, clickLink, seenAt } from './in-page.ts'
import { type LongConversation, longConversation } from './long-conversation.ts'
import type { Line } from './report.ts'
import type { Stage } from './stage.ts'

const OPENED_AT_MOST_MS = 1_000
const JUMP_AT_MOST_PX = 1
/** Entries between two measurements of the memory. */
const INTERVAL = 5_000
/** The lines of a screen, plus the rendered ones beyond its edges. */
const MOST_ROWS = 200
/**
 * The memory of the loaded pages of the log, and of what the browser page keeps after rendering. A longer log takes no
 * more.
 */
const HELD_AT_MOST_MB = 4
/** Less than a screen, so that some lines stay visible after a turn of the wheel. */
const STEP_PX = 400
/** The most jumps to print. More are only counted. */
const MOST_TOLD = 50

/** Opens a conversation with many entries from the list, and reads back to its first entry. */
export async function long(
  stage: Stage,
  { entries, runs }: { readonly entries: number; readonly runs: number },
): Promise<Line[]> {
  const many = entries.toLocaleString('en')
  const conversation = await longConversation(stage, 'long', entries)
  stage.say(`a conversation of ${conversation.last.toLocaleString('en')} entries is stored`)
  const opened: number[] = []
  for (let run = 1; run < runs; run++) {
    const page = await stage.window()
    opened.push(await opens(stage, page, conversation))
    await page.context().close()
  }
  const page = await stage.window()
  try {
    opened.push(await opens(stage, page, conversation))
    stage.say(`long: opened in ${opened.map(ms => Math.round(ms)).join(', ')} ms`)
    return [
      { what: `conversation of ${many} entries opened`, value: median(opened), unit: 'ms', atMost: OPENED_AT_MOST_MS },
      ...(await readBack(stage, page, conversation)),
    ]
  } finally {
    await page.context().close()
  }
}

/** Measures from the click on the conversation's row until its last message is on screen. */
async function opens(stage: Stage, page: Page, { session, last }: LongConversation): Promise<number> {
  await page.goto(stage.at('all'))
  const link = `a[href$="/${session}"]`
  await page.locator(link).waitFor()
  await page.evaluate(awaitOnScreen, `${LOG} [data-seq="${last}"]`)
  const clickedAt = await page.evaluate(clickLink, link)
  return (await page.evaluate(seenAt)) - clickedAt
}

async function readBack(stage: Stage, page: Page, { last }: LongConversation): Promise<Line[]> {
  let pages = 0
  page.on('request', request => {
    if (request.url().includes('/entries?before=')) pages += 1
  })
  const look = await heapOf(page)
  const start = await look()
  let [jumpPx, jumps, compared, mostRows, frames, late, longestMs] = [0, 0, 0, 0, 0, 0, 0]
  let [now, most] = [start, start]
  await page.locator(LOG).hover()
  await page.evaluate(beginReading, { log: LOG, jumpPx: JUMP_AT_MOST_PX, towards: 'beginning' as const })
  const begun = performance.now()
  let lookAt = last - INTERVAL
  for (let first = last; first > 1; ) {
    await page.mouse.wheel(0, -STEP_PX)
    const read = await page.evaluate(turned, STEP_PX)
    first = read.first
    jumpPx = Math.max(jumpPx, read.furthestPx)
    jumps += read.jumps.length
    compared += read.compared
    mostRows = Math.max(mostRows, read.mostRows)
    frames += read.frames
    late += read.lateFrames
    longestMs = Math.max(longestMs, read.longestTaskMs)
    if (read.jumps.length > 0 && jumps < MOST_TOLD) stage.say(`long: ${read.jumps.slice(0, 3).join('; ')}`)
    if (first > lookAt && first > 1) continue
    lookAt -= INTERVAL
    now = await look()
    if (now.heapMb > most.heapMb) most = now
    stage.say(
      `long: read back to ${first.toLocaleString('en')}, ${now.heapMb.toFixed(1)} MB, ${now.nodes.toLocaleString('en')} nodes, ` +
        `longest task ${longestMs.toFixed(0)} ms`,
    )
  }
  const readMs = performance.now() - begun
  return [
    { what: 'long: pages loaded', value: pages, unit: 'pages' },
    { what: 'long: furthest jump of a visible line', value: jumpPx, unit: 'px', atMost: JUMP_AT_MOST_PX },
    {
      what: `long: jumps, of ${compared.toLocaleString('en')} positions compared`,
      value: jumps,
      unit: 'jumps',
      atMost: 0,
    },
    { what: 'long: entries per second', value: last / (readMs / 1000), unit: '/s' },
    {
      what: 'long: peak memory of reading',
      value: most.heapMb - start.heapMb,
      unit: 'MB',
      atMost: HELD_AT_MOST_MB,
    },
    {
      what: 'long: memory at the first entry',
      value: now.heapMb,
      unit: 'MB',
      beside: { what: 'MB at the last entry', value: start.heapMb },
    },
    {
      what: 'long: DOM nodes at the first entry',
      value: now.nodes,
      unit: 'nodes',
      beside: { what: 'nodes at the last entry', value: start.nodes },
    },
    { what: 'long: most lines in the page', value: mostRows, unit: 'lines', atMost: MOST_ROWS },
    { what: 'long: longest task', value: longestMs, unit: 'ms' },
    { what: 'long: late frames', value: (100 * late) / frames, unit: '%' },
  ]
}

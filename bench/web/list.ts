import type { Page } from 'playwright-core'
import { ROWS, scrollListTo } from '../../test/browser/scroll-list.ts'
import { heapOf } from './heap.ts'
import { awaitOnScreen, seenAt } from './in-page.ts'
import type { Line } from './report.ts'
import type { Stage } from './stage.ts'

/** Rows between two measurements of the memory. */
const INTERVAL = 10_000
/** The time limit for scrolling. A longer list is not scrolled to its end. */
const BUDGET_MS = 420_000
/** The rows of a screen, plus the rendered ones beyond its edges. */
const MOST_ROWS = 60

/** Opens the view of all conversations, and scrolls to its end or for `BUDGET_MS`. */
export async function list(stage: Stage): Promise<Line[]> {
  const page = await stage.window()
  try {
    await page.addInitScript(awaitOnScreen, ROWS)
    await page.goto(stage.at('all'), { waitUntil: 'commit' })
    const firstRows = await page.evaluate(seenAt)
    return [{ what: 'list: first rows on screen', value: firstRows, unit: 'ms' }, ...(await scrolled(stage, page))]
  } finally {
    await page.context().close()
  }
}

async function scrolled(stage: Stage, page: Page): Promise<Line[]> {
  const look = await heapOf(page)
  const start = await look()
  const seen = new Set<string>()
  let [position, faults, mostRows, frames, late, longestMs, busyMs, scrollMs] = [0, 0, 0, 0, 0, 0, 0, 0]
  let isEnd = false
  let now = start
  while (!isEnd && scrollMs < BUDGET_MS) {
    const from = performance.now()
    const part = await page.evaluate(scrollListTo, {
      rows: ROWS,
      upTo: position + INTERVAL,
      budgetMs: BUDGET_MS - scrollMs,
    })
    scrollMs += performance.now() - from
    for (const [at, id] of part.seen) {
      if (at !== position + 1 || seen.has(id)) faults += 1
      position = at
      seen.add(id)
    }
    isEnd = part.isEnd
    mostRows = Math.max(mostRows, part.mostRows)
    longestMs = Math.max(longestMs, part.longestTaskMs)
    busyMs += part.longTasksMs
    frames += part.frames
    late += part.lateFrames
    now = await look()
    stage.say(
      `list: ${position.toLocaleString('en')} rows, ${now.heapMb.toFixed(0)} MB, longest task ${longestMs.toFixed(0)} ms`,
    )
  }
  const all = stage.filled.sessions + stage.made.size
  if (!isEnd)
    stage.say(`list: ${position.toLocaleString('en')} of ${all.toLocaleString('en')} rows within the time limit`)
  const missed = isEnd ? all - seen.size : 0
  return [
    { what: `list: rows scrolled, of ${all.toLocaleString('en')}`, value: seen.size, unit: 'rows' },
    { what: 'list: missing, duplicate or misplaced rows', value: faults + missed, unit: 'rows', atMost: 0 },
    { what: 'list: rows per second', value: seen.size / (scrollMs / 1000), unit: '/s' },
    { what: 'list: most rows in the page', value: mostRows, unit: 'rows', atMost: MOST_ROWS },
    {
      what: 'list: memory at the end',
      value: now.heapMb,
      unit: 'MB',
      beside: { what: 'MB at the start', value: start.heapMb },
    },
    { what: 'list: longest task', value: longestMs, unit: 'ms' },
    { what: 'list: time in tasks over 50 ms', value: (100 * busyMs) / scrollMs, unit: '%' },
    { what: 'list: late frames', value: (100 * late) / frames, unit: '%' },
  ]
}

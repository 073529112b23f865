/** The rows of the inbox. */
export const ROWS = '[role="list"] [role="listitem"]'

/** The measurements of one scroll through a list. */
export interface ListStretch {
  /** Each row that appeared on screen for the first time: its position from 1, and its conversation. */
  readonly seen: readonly (readonly [position: number, id: string])[]
  /** Whether the list has ended. */
  readonly isEnd: boolean
  readonly mostRows: number
  readonly frames: number
  /** Frames that came more than half a frame late. */
  readonly lateFrames: number
  readonly longestTaskMs: number
  /** The total time of tasks over 50 ms. */
  readonly longTasksMs: number
}

/**
 * In the page: scrolls a list by one screen per frame until the row `upTo` was seen, the list ends, or the time is
 * over. Waits for rows that are not drawn yet, and for a page that is loading.
 */
export async function scrollListTo(given: { rows: string; upTo: number; budgetMs: number }): Promise<ListStretch> {
  const { rows, upTo, budgetMs } = given
  const FRAME_MS = 1000 / 60
  /** A list that stays unchanged at its end for this time has ended. */
  const SETTLED_MS = 3_000
  const scroller = document.querySelector(rows)?.closest('[role="list"]')
  if (!scroller) throw new Error('there is no list')
  const tasks: number[] = []
  const observer = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const begun = performance.now()
  const seen: [position: number, id: string][] = []
  let [frames, lateFrames, mostRows, before, grewAt, isEnd] = [0, 0, 0, begun, begun, false]
  /** The rows on screen, once they cover it. */
  const shown = () => {
    const { top, bottom } = scroller.getBoundingClientRect()
    const all = [...scroller.querySelectorAll('[role="listitem"]')]
    mostRows = Math.max(mostRows, all.length)
    let [covered, rowsShown] = [0, [] as (readonly [position: number, id: string])[]]
    for (const row of all) {
      const box = row.getBoundingClientRect()
      const onScreen = Math.min(box.bottom, bottom) - Math.max(box.top, top)
      if (onScreen <= 1) continue
      covered += onScreen
      const href = row.querySelector('a')?.getAttribute('href') ?? ''
      rowsShown.push([Number(row.getAttribute('aria-posinset')), href.slice(href.lastIndexOf('/') + 1)])
    }
    if (covered < scroller.clientHeight - 2) rowsShown = []
    return rowsShown.sort(([one], [two]) => one - two)
  }
  let last = Number((scroller as HTMLElement).dataset.interludeSeen ?? 0)
  while (!isEnd && last < upTo && performance.now() - begun < budgetMs) {
    const at = await new Promise<number>(resolve => requestAnimationFrame(resolve))
    frames += 1
    if (at - before > 1.5 * FRAME_MS) lateFrames += 1
    before = at
    const screen = shown()
    for (const [position, id] of screen) {
      if (position <= last) continue
      seen.push([position, id])
      last = position
      grewAt = at
    }
    if (screen.length === 0) continue
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    if (left > 1) scroller.scrollTop += scroller.clientHeight - 1
    else isEnd = at - grewAt > SETTLED_MS
  }
  ;(scroller as HTMLElement).dataset.interludeSeen = String(last)
  for (const { duration } of observer.takeRecords()) tasks.push(duration)
  observer.disconnect()
  return {
    seen,
    isEnd,
    mostRows,
    frames,
    lateFrames,
    longestTaskMs: Math.max(0, ...tasks),
    longTasksMs: tasks.reduce((sum, ms) => sum + ms, 0),
  }
}

/** The log of the open conversation. */
export const LOG = 'section[aria-label="Messages"]'

/** The findings of a reader of a log since the last turn of the wheel. */
export interface Read {
  /** The first entry on screen. */
  readonly first: number
  /** Positions that were compared. */
  readonly compared: number
  /** Each line that stood elsewhere than where the wheel left it, in words. */
  readonly jumps: readonly string[]
  readonly furthestPx: number
  readonly mostRows: number
  readonly frames: number
  /** Frames that came more than half a frame too late. */
  readonly lateFrames: number
  readonly longestTaskMs: number
}

/** The reader's state in the page. */
interface Reader {
  /** Waits until the wheel has turned the log down by so much, and says where its lines stand then. */
  turned(stepPx: number): Promise<Read>
}

type WithReader = { interludeReader: Reader }

/**
 * In the page: watches where the lines of the log stand while hands turn a wheel to see what stands above. From one turn to the next
 * each line that stays on screen must come down by just as much as the wheel was turned, whatever was put in front or measured
 * meanwhile; and from one frame to the next none may go up. A turn is less than a screen, so that lines stay on it.
 */
export function beginReading({ log: selector, jumpPx }: { log: string; jumpPx: number }): void {
  const FRAME_MS = 1000 / 60
  /** A line that has not come so far by then stays where it is. */
  const SETTLED_MS = 1_500
  const log = document.querySelector(selector)
  if (log === null) throw new Error('there is no log')
  const fresh = () => ({
    compared: 0,
    jumps: [] as string[],
    furthestPx: 0,
    mostRows: 0,
    frames: 0,
    lateFrames: 0,
    longestTaskMs: 0,
  })
  let read = fresh()
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) read.longestTaskMs = Math.max(read.longestTaskMs, duration)
  }).observe({ type: 'longtask' })

  const tops = () => {
    const rows = [...log.querySelectorAll<HTMLElement>('li[data-seq]')]
    read.mostRows = Math.max(read.mostRows, rows.length)
    return new Map(rows.map(row => [Number(row.dataset.seq), row.getBoundingClientRect()]))
  }
  const onScreen = (all: ReadonlyMap<number, DOMRect>) => {
    const { top, bottom } = log.getBoundingClientRect()
    return new Map([...all].flatMap(([seq, box]) => (box.bottom > top && box.top < bottom ? [[seq, box.top]] : [])))
  }
  const jump = (seq: number, byPx: number, how: string) => {
    read.compared += 1
    read.furthestPx = Math.max(read.furthestPx, Math.abs(byPx))
    if (Math.abs(byPx) > jumpPx) read.jumps.push(`${seq} by ${byPx.toFixed(1)} px ${how}`)
  }

  let before = onScreen(tops())
  /** The distance in pixels that the log could be turned then. */
  let room = log.scrollTop
  /** The rest of the last turn, in pixels: it waits for the page before. */
  let owedPx = 0
  let frame = before
  let frameAt = performance.now()
  const each = (at: number) => {
    read.frames += 1
    if (at - frameAt > 1.5 * FRAME_MS) read.lateFrames += 1
    frameAt = at
    const now = onScreen(tops())
    for (const [seq, top] of now) {
      const was = frame.get(seq)
      if (was !== undefined && top < was) jump(seq, top - was, 'from one frame to the next')
    }
    frame = now
    requestAnimationFrame(each)
  }
  requestAnimationFrame(each)

  /** How far each line has come that a turn leaves on screen; nothing of one that is not in the page any more. */
  const moved = (all: ReadonlyMap<number, DOMRect>, stepPx: number) => {
    const { bottom } = log.getBoundingClientRect()
    return [...before].flatMap(([seq, top]) =>
      top + stepPx < bottom ? [[seq, (all.get(seq)?.top ?? Number.NaN) - top] as const] : [],
    )
  }
  const reader: Reader = {
    async turned(stepPx) {
      const begun = performance.now()
      // At its beginning a log goes no further, until the page before is there.
      const leastPx = Math.min(stepPx, room)
      let all = tops()
      const mostPx = stepPx + owedPx
      const isWell = (byPx: number) => byPx >= leastPx - jumpPx && byPx <= mostPx + jumpPx
      while (!moved(all, stepPx).every(([, byPx]) => isWell(byPx)) && performance.now() - begun < SETTLED_MS) {
        await new Promise(resolve => requestAnimationFrame(resolve))
        all = tops()
      }
      for (const [seq, byPx] of moved(all, stepPx)) {
        if (Number.isNaN(byPx)) jump(seq, stepPx, 'out of the page')
        else jump(seq, byPx > mostPx ? byPx - mostPx : Math.min(0, byPx - leastPx), `beside ${stepPx}`)
      }
      const [, cameBy = Number.NaN] = moved(all, stepPx).find(([, byPx]) => !Number.isNaN(byPx)) ?? []
      owedPx = room < stepPx && cameBy < stepPx ? mostPx - cameBy : 0
      before = onScreen(all)
      room = log.scrollTop
      const seen = read
      read = fresh()
      return { ...seen, first: Math.min(...before.keys()) }
    },
  }
  Object.assign(globalThis, { interludeReader: reader } satisfies WithReader)
}

/** In the page: what was read since the last turn of the wheel. */
export const turned = async (stepPx: number): Promise<Read> =>
  await (globalThis as unknown as WithReader).interludeReader.turned(stepPx)

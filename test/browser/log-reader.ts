/** The log of the open conversation. */
export const LOG = 'section[aria-label="Messages"]'

/** The measurements of a log since the last turn of the wheel. */
export interface Read {
  /** The first and the last entry on screen. */
  readonly first: number
  readonly last: number
  /** Positions that were compared. */
  readonly compared: number
  /** Each line that is not where the wheel left it, in words. */
  readonly jumps: readonly string[]
  readonly furthestPx: number
  readonly mostRows: number
  readonly frames: number
  /** Frames that came more than half a frame late. */
  readonly lateFrames: number
  readonly longestTaskMs: number
}

/** The reader's state in the page. */
interface Reader {
  /** Waits until the log has scrolled by `stepPx`, and returns the measurements. */
  turned(stepPx: number): Promise<Read>
}

type WithReader = { interludeReader: Reader }

interface Reading {
  readonly log: string
  /** A line that is this far from where the wheel left it has jumped. */
  readonly jumpPx: number
  readonly towards: 'beginning' | 'end'
}

/**
 * In the page: watches the positions of the log's lines while a wheel turns towards the beginning or the end. From one
 * turn to the next, each line that stays on screen must move by exactly the turn, whatever came, went or was measured
 * meanwhile; from one frame to the next, none may move the other way. A turn is less than a screen, so that lines stay
 * on it. Begins once lines are ready beyond the screen.
 */
export async function beginReading({ log: selector, jumpPx, towards }: Reading): Promise<void> {
  const FRAME_MS = 1000 / 60
  /** A line that has not arrived after this time counts as at rest. */
  const SETTLED_MS = 1_500
  const READY_PX = 500
  const log = document.querySelector(selector)
  if (log === null) throw new Error('there is no log')
  /** The direction in which lines move: down towards the beginning, up towards the end. */
  const along = towards === 'beginning' ? 1 : -1
  /** The distance in pixels that the log can still scroll. */
  const roomPx = () => (along === 1 ? log.scrollTop : log.scrollHeight - log.clientHeight - log.scrollTop)
  const isReady = () => {
    const lines = [...log.querySelectorAll('li[data-seq]')].map(line => line.getBoundingClientRect())
    const { top, bottom } = log.getBoundingClientRect()
    const beyondPx = along === 1 ? top - (lines.at(0)?.top ?? top) : (lines.at(-1)?.bottom ?? bottom) - bottom
    return beyondPx > Math.min(READY_PX, roomPx() - jumpPx)
  }
  while (!isReady()) await new Promise(resolve => requestAnimationFrame(resolve))
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
  /** The value of `roomPx` after the last turn. */
  let room = roomPx()
  /** The part of the last turn that waits for the next page, in pixels. */
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
      if (was !== undefined && along * (top - was) < 0) jump(seq, top - was, 'from one frame to the next')
    }
    frame = now
    requestAnimationFrame(each)
  }
  requestAnimationFrame(each)

  /** How far each line that stays on screen has moved; NaN if it is no longer in the page. */
  const moved = (all: ReadonlyMap<number, DOMRect>, stepPx: number) => {
    const box = log.getBoundingClientRect()
    return [...before].flatMap(([seq, top]) => {
      const goal = top + along * stepPx
      const now = all.get(seq)?.top ?? Number.NaN
      return goal > box.top && goal < box.bottom ? [[seq, along * (now - top)] as const] : []
    })
  }
  const reader: Reader = {
    async turned(stepPx) {
      const begun = performance.now()
      // A log at its end scrolls no further until the next page has loaded.
      const leastPx = Math.min(stepPx, room)
      let all = tops()
      const mostPx = stepPx + owedPx
      const isWell = (byPx: number) => byPx >= leastPx - jumpPx && byPx <= mostPx + jumpPx
      while (!moved(all, stepPx).every(([, byPx]) => isWell(byPx)) && performance.now() - begun < SETTLED_MS) {
        await new Promise(resolve => requestAnimationFrame(resolve))
        all = tops()
      }
      if (moved(all, stepPx).length === 0)
        read.jumps.push(`no line stays on screen to compare with, near ${[...before.keys()][0]}`)
      for (const [seq, byPx] of moved(all, stepPx)) {
        if (Number.isNaN(byPx)) jump(seq, stepPx, 'out of the page')
        else jump(seq, byPx > mostPx ? byPx - mostPx : Math.min(0, byPx - leastPx), `beside ${stepPx}`)
      }
      const [, cameBy = Number.NaN] = moved(all, stepPx).find(([, byPx]) => !Number.isNaN(byPx)) ?? []
      owedPx = room < stepPx && cameBy < stepPx ? mostPx - cameBy : 0
      before = onScreen(all)
      room = roomPx()
      const seen = read
      read = fresh()
      return { ...seen, first: Math.min(...before.keys()), last: Math.max(...before.keys()) }
    },
  }
  Object.assign(globalThis, { interludeReader: reader } satisfies WithReader)
}

/** In the page: returns the measurements since the last turn of the wheel. */
export const turned = async (stepPx: number): Promise<Read> =>
  await (globalThis as unknown as WithReader).interludeReader.turned(stepPx)

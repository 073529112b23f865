/** The log of the open conversation. */
export const LOG = 'section[aria-label="Messages"]'

/** The findings of a reader of a log since the last turn of the wheel. */
export interface Read {
  /** The first and the last entry on screen. */
  readonly first: number
  readonly last: number
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

interface Reading {
  readonly log: string
  /** A line that stands so much elsewhere than where the wheel left it has jumped. */
  readonly jumpPx: number
  readonly towards: 'beginning' | 'end'
}

/**
 * In the page: watches where the lines of the log stand while hands turn a wheel to see what stands above, or below. From one turn to
 * the next each line that stays on screen must come down (or go up) by just as much as the wheel was turned, whatever came, went or was
 * measured meanwhile; and from one frame to the next none may go the other way. A turn is less than a screen, so that lines stay on
 * it. It begins once lines stand ready beyond the screen.
 */
export async function beginReading({ log: selector, jumpPx, towards }: Reading): Promise<void> {
  const FRAME_MS = 1000 / 60
  /** A line that has not come so far by then stays where it is. */
  const SETTLED_MS = 1_500
  const READY_PX = 500
  const log = document.querySelector(selector)
  if (log === null) throw new Error('there is no log')
  /** Along this axis lines come down where the reading goes up, and go up where it goes down. */
  const along = towards === 'beginning' ? 1 : -1
  /** The distance in pixels that the log can be turned. */
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
  /** The room of then. */
  let room = roomPx()
  /** The rest of the last turn, in pixels: it waits for the next page. */
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

  /** How far each line has gone that a turn leaves on screen; nothing of one that is not in the page any more. */
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
      // At its end a log goes no further, until the next page is there.
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

/** In the page: what was read since the last turn of the wheel. */
export const turned = async (stepPx: number): Promise<Read> =>
  await (globalThis as unknown as WithReader).interludeReader.turned(stepPx)

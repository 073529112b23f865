/** Functions that run in the page. Playwright sends their source there, so each is self-contained. */

/** The measurements that `awaitOnScreen` leaves in the page. */
export interface InPage {
  /** The time at which the awaited element was on screen, in ms since the navigation. */
  readonly interludeSeen: Promise<number>
}

/** Waits in the background until an element is on screen. `interludeSeen` resolves once its frame is painted. */
export function awaitOnScreen(selector: string): void {
  const seen = new Promise<number>(resolve => {
    const look = () => {
      const box = document.querySelector(selector)?.getBoundingClientRect()
      const isThere = box !== undefined && box.height > 0 && box.top < innerHeight && box.bottom > 0
      if (!isThere) {
        requestAnimationFrame(look)
        return
      }
      // The message arrives after the frame is painted.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      port2.postMessage(undefined)
    }
    requestAnimationFrame(look)
  })
  Object.assign(globalThis, { interludeSeen: seen })
}

/** Returns the time at which the awaited element was on screen. */
export const seenAt = () => (globalThis as unknown as InPage).interludeSeen

/** Clicks a link. Returns the time of the click in ms since the navigation. */
export function clickLink(selector: string): number {
  const link = document.querySelector<HTMLElement>(selector)
  if (link === null) throw new Error('there is no such link')
  const at = performance.now()
  link.click()
  return at
}

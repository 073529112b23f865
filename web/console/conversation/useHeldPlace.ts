import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'

/** The browser fires one of these before a person's input scrolls the log. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown', 'focusin'] as const
/** The hold ends so long after the last row got its height. */
const HELD_MS = 300
/** A distance in pixels that is lost when a position is rounded. */
const ROUNDED_PX = 1

interface HeldPlace {
  /** Puts the log at a place, and holds it there. `offset`: where that is now, in pixels from the log's beginning. */
  readonly hold: (offset: () => number) => void
  /** Puts the log there again with the next frame, or holds it at `offset` from then on: its rows have other heights now. */
  readonly resized: (offset?: () => number) => void
  /** Hears of the log's position, and mends it. Returns whether the log is held. */
  readonly scrolled: (offset: number) => boolean
}

/**
 * Holds a log at a place while its rows get their heights, until a person scrolls. `scrollToIndex` of the list would scroll back with
 * each row that gets its height.
 */
export function useHeldPlace(scroller: RefObject<HTMLElement | null>): HeldPlace {
  const held = useRef<(() => number) | null>(null)
  const timer = useRef<number>(undefined)
  const frame = useRef(0)
  const release = useCallback(() => {
    held.current = null
    clearTimeout(timer.current)
  }, [])
  useEffect(() => {
    const { current: element } = scroller
    for (const type of BY_HAND) element?.addEventListener(type, release, { passive: true })
    return () => {
      for (const type of BY_HAND) element?.removeEventListener(type, release)
      cancelAnimationFrame(frame.current)
      release()
    }
  }, [scroller, release])
  return useMemo(() => {
    const put = () => {
      if (held.current !== null && scroller.current !== null) scroller.current.scrollTop = held.current()
    }
    const hold = (offset: (() => number) | null) => {
      held.current = offset
      put()
      clearTimeout(timer.current)
      timer.current = window.setTimeout(release, HELD_MS)
    }
    return {
      hold,
      // The list scrolls first, and waits for its scroll event. Two scrolls that cancel each other out would fire none.
      resized: offset => {
        held.current = offset ?? held.current
        cancelAnimationFrame(frame.current)
        frame.current = requestAnimationFrame(() => hold(held.current))
      },
      scrolled: offset => {
        if (held.current === null) return false
        if (Math.abs(offset - held.current()) > ROUNDED_PX) put()
        return true
      },
    }
  }, [scroller, release])
}

import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'

/** The browser fires one of these before a person's input scrolls the log. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown', 'focusin'] as const
/** Time after which the hold ends, counted from the last change of a row's height. */
const HELD_MS = 300
/** Rounding error of a scroll position, in pixels. */
const ROUNDED_PX = 1

interface HeldPlace {
  /** Scrolls to a position, and holds it. `offset` returns the position now, in pixels from the log's beginning. */
  readonly hold: (offset: () => number) => void
  /**
   * Restores the position in the next frame, after rows changed height. From then on it holds `offset`, if that is
   * given.
   */
  readonly resized: (offset?: () => number) => void
  /** Reacts to a scroll event, and corrects the position. Returns whether the log is held. */
  readonly scrolled: (offset: number) => boolean
}

/**
 * Holds the log at a position while its rows get their heights, until a person scrolls. The list's `scrollToIndex`
 * would scroll back with each row that gets its height.
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

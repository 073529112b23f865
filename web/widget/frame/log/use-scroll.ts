import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Within this distance of the end the log follows new messages. */
const END_PX = 60
/** Earlier messages load within this distance of the beginning. */
const START_PX = 400

interface Scrolled {
  /** Key of the first row. A change means that rows were added before it. */
  readonly first: string
  /** Changes whenever a row is added at the end. */
  readonly last: string
  readonly onNearStart: () => void
}

export interface Scroll {
  readonly scroller: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly toEnd: () => void
}

/**
 * Keeps the log at its end while the reader is there. Otherwise keeps its position when earlier rows load or heights
 * change.
 */
export function useScroll({ first, last, onNearStart }: Scrolled): Scroll {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)
  const sticks = useRef(isAtEnd)
  /** The last scroll position at the end. Only the reader scrolls above it. */
  const endTop = useRef(0)
  const before = useRef({ first, height: 0 })
  const nearStart = useRef(onNearStart)
  nearStart.current = onNearStart

  const toEnd = useCallback(() => {
    const { current } = scroller
    if (current === null) return
    sticks.current = true
    current.scrollTop = current.scrollHeight
    endTop.current = current.scrollTop
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last row asks for the end again.
  useLayoutEffect(() => {
    const { current } = scroller
    if (current === null) return
    const grown = current.scrollHeight - before.current.height
    if (first !== before.current.first && !sticks.current) {
      current.scrollTop += grown
    } else if (sticks.current) {
      toEnd()
    }
    before.current = { first, height: current.scrollHeight }
  }, [first, last, toEnd])

  useEffect(() => {
    const { current } = scroller
    if (current === null) return
    const read = () => {
      const isEnd = current.scrollHeight - current.scrollTop - current.clientHeight < END_PX
      if (isEnd) endTop.current = current.scrollTop
      // The log may have grown since the scroll of this event.
      sticks.current = isEnd || (sticks.current && current.scrollTop >= endTop.current)
      setIsAtEnd(sticks.current)
      if (current.scrollTop < START_PX) nearStart.current()
    }
    // An opening keyboard and a loading picture change heights without a scroll event.
    const sizes = new ResizeObserver(() => {
      if (sticks.current) toEnd()
      before.current = { ...before.current, height: current.scrollHeight }
    })
    current.addEventListener('scroll', read, { passive: true })
    sizes.observe(current)
    if (content.current !== null) sizes.observe(content.current)
    return () => {
      current.removeEventListener('scroll', read)
      sizes.disconnect()
    }
  }, [toEnd])

  return { scroller, content, isAtEnd, toEnd }
}

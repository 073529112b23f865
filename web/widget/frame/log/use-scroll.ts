import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** The log is at its end within this distance. */
const END_PX = 60
/** Earlier messages are asked for when their beginning is this near. */
const START_PX = 400

interface Scrolled {
  /** Names everything that stands first: another name means that something was put in front. */
  readonly first: string
  /** Changes whenever something was added at the end. */
  readonly last: string
  readonly onNearStart: () => void
}

export interface Scroll {
  readonly scroller: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly toEnd: () => void
}

/** Keeps a log at its end while its reader is there, and in its place while earlier rows come in front or its height changes. */
export function useScroll({ first, last, onNearStart }: Scrolled): Scroll {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)
  const sticks = useRef(isAtEnd)
  /** The last place at the end. Only a reader goes above it. */
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
      // The log may have grown since the move that this event tells of.
      sticks.current = isEnd || (sticks.current && current.scrollTop >= endTop.current)
      setIsAtEnd(sticks.current)
      if (current.scrollTop < START_PX) nearStart.current()
    }
    // A keyboard that opens and a picture that arrives change heights without a scroll event.
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

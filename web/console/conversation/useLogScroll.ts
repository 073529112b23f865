import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ConversationSnapshot, LogReader, ReaderSnapshot } from '../../../lib/client/index.ts'
import type { Row } from './rows.ts'
import { type GoTo, useGoTo } from './useGoTo.ts'
import { useHeldPlace } from './useHeldPlace.ts'
import { usePaging } from './usePaging.ts'

/** Within so many pixels of the end the log follows what is new. */
const STICKS_PX = 60
/** So near an end of the stretch, its next page is fetched. */
const EARLY_PX = 2_000
/** The log drops its beginning once nobody scrolls it for so long. Rows would jump if a person scrolled at that moment. */
const AT_REST_MS = 2_000

interface ReadLog {
  readonly scroller: RefObject<HTMLElement | null>
  readonly reader: LogReader
  /** The stretch of the log that the reader shows. */
  readonly stretch: ReaderSnapshot
  readonly now: ConversationSnapshot
  readonly rows: readonly Row[]
}

export interface LogScroll extends GoTo {
  readonly list: RefObject<VirtualizerHandle | null>
  readonly onScroll: (offset: number) => void
  readonly onResize: () => void
  /** Rows came or went at the beginning in this very render. */
  readonly isShifted: boolean
  /** Where the log was when the agent left its end; nothing while they are there. */
  readonly leftAt: number | undefined
  readonly toEnd: () => void
}

/** Keeps a log at its end while the agent reads there, and fetches the pages before and behind before the agent gets to them. */
export function useLogScroll({ scroller, reader, stretch, now, rows }: ReadLog): LogScroll {
  const list = useRef<VirtualizerHandle | null>(null)
  const [leftAt, setLeftAt] = useState<number>()
  const isAtEnd = useRef<boolean>(true)
  const place = useHeldPlace(scroller)
  const isShifted = useIsShifted(stretch)
  const page = usePaging(reader)
  const atRest = useRest()

  const end = useCallback(() => (list.current === null ? 0 : endOf(list.current)), [])
  const stay = useCallback(() => {
    isAtEnd.current = true
    setLeftAt(undefined)
    place.hold(end)
  }, [place, end])
  const toEnd = useCallback(() => {
    reader.toEnd()
    stay()
  }, [reader, stay])
  const newest = rows.at(-1)?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that comes at the end moves it.
  useLayoutEffect(() => {
    if (isAtEnd.current) stay()
  }, [stay, newest])
  useSaidByMe(now, toEnd)

  const shown = useRef(rows)
  useLayoutEffect(() => {
    shown.current = rows
  }, [rows])
  const { goTo, aim } = useGoTo(reader, stretch, page, seq => {
    place.hold(() => {
      const { current } = list
      if (current === null) return 0
      // Rows may have come before it since.
      const index = indexOf(shown.current, seq)
      return current.getItemOffset(index) + (current.getItemSize(index) - current.viewportSize) / 2
    })
  })
  const check = () => {
    const { current } = list
    // Until the list has heard where it stands, it takes the beginning for its place.
    if (current === null || current.scrollOffset !== scroller.current?.scrollTop) return
    if (stretch.hasEarlier && current.scrollOffset < EARLY_PX) page(() => reader.earlier())
    else if (stretch.hasLater && endOf(current) - current.scrollOffset < EARLY_PX) page(() => reader.later())
  }
  // A page may be shorter than what is seen, and a page that failed is tried again.
  useEffect(check)

  const onScroll = (offset: number) => {
    const { current } = list
    if (current === null) return
    if (!place.scrolled(offset)) isAtEnd.current = !stretch.hasLater && endOf(current) - offset < STICKS_PX
    setLeftAt(before => (isAtEnd.current ? undefined : (before ?? now.cursor)))
    check()
    atRest(() => {
      if (current.scrollOffset > endOf(current) / 2) reader.dropBeginning()
    })
  }
  const leave = (seq: number) => {
    isAtEnd.current = false
    setLeftAt(before => before ?? now.cursor)
    goTo(seq)
  }
  const onResize = () => place.resized(isAtEnd.current ? end : undefined)
  return { list, onScroll, onResize, isShifted, leftAt, toEnd, aim, goTo: leave }
}

/** Where the list stands when its last row is seen. */
const endOf = ({ scrollSize, viewportSize }: VirtualizerHandle) => scrollSize - viewportSize

/** The row that has an entry: its own, or the one that it is the rest of. */
function indexOf(rows: readonly Row[], seq: number): number {
  return Math.max(
    0,
    rows.findLastIndex(row => 'entry' in row && row.entry.seq <= seq),
  )
}

/** Whether the stretch begins elsewhere than in the render before, and is the same otherwise. */
function useIsShifted({ after, place }: ReaderSnapshot): boolean {
  const before = useRef({ after, place })
  const isShifted = place === before.current.place && after !== before.current.after
  useLayoutEffect(() => {
    before.current = { after, place }
  }, [after, place])
  return isShifted
}

/** Returns a function that does something once it has not been called for a while. */
function useRest(): (run: () => void) => void {
  const timer = useRef<number>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return run => {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(run, AT_REST_MS)
  }
}

/** Goes to the end when the agent says something: the words must be seen. */
function useSaidByMe({ outbox }: ConversationSnapshot, toEnd: () => void): void {
  const newest = outbox.at(-1)?.id
  const before = useRef(newest)
  useLayoutEffect(() => {
    if (newest !== undefined && newest !== before.current) toEnd()
    before.current = newest
  }, [newest, toEnd])
}

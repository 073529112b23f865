import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ConversationSnapshot, LogReader, ReaderSnapshot } from '../../../lib/client/index.ts'
import type { Row } from './rows.ts'
import { useDebounced } from './useDebounced.ts'
import { type GoTo, useGoTo } from './useGoTo.ts'
import { useHeldPlace } from './useHeldPlace.ts'
import { useIsShifted } from './useIsShifted.ts'
import { usePaging } from './usePaging.ts'

/** Within this distance of the end the log follows new rows. */
const STICKS_PX = 60
/** The next page loads within this distance of an end of the stretch. */
const EARLY_PX = 2_000
/** Time without scrolling after which the log drops its beginning. Rows would jump if a person scrolled at that moment. */
const AT_REST_MS = 2_000

interface ReadLog {
  readonly scroller: RefObject<HTMLElement | null>
  readonly reader: LogReader
  /** The part of the log that the reader shows. */
  readonly stretch: ReaderSnapshot
  readonly now: ConversationSnapshot
  readonly rows: readonly Row[]
}

export interface LogScroll extends GoTo {
  readonly list: RefObject<VirtualizerHandle | null>
  readonly onScroll: (offset: number) => void
  readonly onResize: () => void
  /** True if rows came or went at the beginning in this render. */
  readonly isShifted: boolean
  /** The newest `seq` at the time when the agent left the log's end. Undefined while they are there. */
  readonly leftAt: number | undefined
  readonly toEnd: () => void
}

/** Keeps the log at its end while the agent reads there. Loads earlier and later pages before the agent reaches them. */
export function useLogScroll({ scroller, reader, stretch, now, rows }: ReadLog): LogScroll {
  const list = useRef<VirtualizerHandle | null>(null)
  const [leftAt, setLeftAt] = useState<number>()
  const isAtEnd = useRef<boolean>(true)
  const lastOffset = useRef(0)
  const place = useHeldPlace(scroller)
  const isShifted = useIsShifted(stretch)
  const page = usePaging(reader)
  const atRest = useDebounced(AT_REST_MS)

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row moves the end, also one before a waiting message.
  useLayoutEffect(() => {
    if (isAtEnd.current) stay()
  }, [stay, rows])
  useSaidByMe(now, toEnd)

  const shown = useRef(rows)
  useLayoutEffect(() => {
    shown.current = rows
  }, [rows])
  const { goTo, aim } = useGoTo(reader, stretch, page, seq => {
    place.hold(() => {
      const { current } = list
      if (current === null) return 0
      // Rows may have been added before it since.
      const index = indexOf(shown.current, seq)
      return current.getItemOffset(index) + (current.getItemSize(index) - current.viewportSize) / 2
    })
  })
  const check = () => {
    const { current } = list
    // The list reports offset 0 until its first scroll event.
    if (current === null || current.scrollOffset !== scroller.current?.scrollTop) return
    if (stretch.hasEarlier && current.scrollOffset < EARLY_PX) page(() => reader.earlier())
    else if (stretch.hasLater && endOf(current) - current.scrollOffset < EARLY_PX) page(() => reader.later())
  }
  // Check after each render: a page may be shorter than the screen, and a failed one must be tried again.
  useEffect(check)

  const onScroll = (offset: number) => {
    const { current } = list
    if (current === null) return
    if (!place.scrolled(offset)) {
      const isNearEnd = !stretch.hasLater && pxBelow(scroller.current) < STICKS_PX
      // On a busy page the event may come long after new rows moved the end, although nobody scrolled.
      if (isAtEnd.current && !isNearEnd && offset >= lastOffset.current) stay()
      else isAtEnd.current = isNearEnd
    }
    lastOffset.current = offset
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

/** Returns the list's offset at its end. */
const endOf = ({ scrollSize, viewportSize }: VirtualizerHandle) => scrollSize - viewportSize

/**
 * Returns how much of the log is below the screen. The list's own sizes are older than the page's: it measures them only
 * after the scroll event.
 */
const pxBelow = (log: HTMLElement | null) => (log === null ? 0 : log.scrollHeight - log.clientHeight - log.scrollTop)

/** Returns the index of the row that shows an entry: its own, or that of the long text that it continues. */
function indexOf(rows: readonly Row[], seq: number): number {
  return Math.max(
    0,
    rows.findLastIndex(row => 'entry' in row && row.entry.seq <= seq),
  )
}

/** Goes to the end when the agent sends a message, so that they see it. */
function useSaidByMe({ outbox }: ConversationSnapshot, toEnd: () => void): void {
  const newest = outbox.at(-1)?.id
  const before = useRef(newest)
  useLayoutEffect(() => {
    if (newest !== undefined && newest !== before.current) toEnd()
    before.current = newest
  }, [newest, toEnd])
}

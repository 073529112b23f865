import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ConversationHandle, ConversationSnapshot } from '../../../lib/client/index.ts'
import type { Row } from './rows.ts'
import { type GoTo, useGoTo } from './useGoTo.ts'

/** Within so many pixels of the end the log follows what is new. */
const STICKS_PX = 60
/** The page before is fetched once its end is so near. */
const EARLY_PX = 2_000
const AGAIN_MS = 2_000

export interface LogScroll extends GoTo {
  readonly list: RefObject<VirtualizerHandle | null>
  readonly onScroll: (offset: number) => void
  readonly onResize: () => void
  /** Rows were put in front in this very render. */
  readonly isShifted: boolean
  /** Where the log was when the agent left its end; nothing while they are there. */
  readonly leftAt: number | undefined
  readonly toEnd: () => void
}

/** Keeps a log at its end while the agent reads there, and fetches earlier pages before the agent gets to them. */
export function useLogScroll(handle: ConversationHandle, now: ConversationSnapshot, rows: readonly Row[]): LogScroll {
  const list = useRef<VirtualizerHandle | null>(null)
  const [leftAt, setLeftAt] = useState<number>()
  const isAtEnd = useRef<boolean>(true)
  const isShifted = useIsShifted(now.after)
  const { loadEarlier } = usePaging(handle, now)

  const lastIndex = rows.length - 1
  const toEnd = useCallback(() => {
    isAtEnd.current = true
    setLeftAt(undefined)
    if (lastIndex >= 0) list.current?.scrollToIndex(lastIndex, { align: 'end' })
  }, [lastIndex])

  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd()
  }, [toEnd])
  useSaidByMe(now, toEnd)
  const { goTo, aim } = useGoTo(list, now, rows, loadEarlier)

  const check = () => {
    const { current } = list
    if (current !== null && current.scrollOffset < EARLY_PX) loadEarlier()
  }
  // A page may be shorter than what is seen, and a page that failed is tried again.
  useEffect(check)

  const onScroll = (offset: number) => {
    const { current } = list
    if (current === null) return
    isAtEnd.current = current.scrollSize - current.viewportSize - offset < STICKS_PX
    setLeftAt(before => (isAtEnd.current ? undefined : (before ?? now.cursor)))
    check()
  }
  const leave = (seq: number) => {
    isAtEnd.current = false
    setLeftAt(before => before ?? now.cursor)
    goTo(seq)
  }
  const onResize = () => {
    if (isAtEnd.current) toEnd()
  }
  return { list, onScroll, onResize, isShifted, leftAt, toEnd, aim, goTo: leave }
}

/** Whether the log begins earlier than in the render before. */
function useIsShifted(after: number): boolean {
  const before = useRef(after)
  const isShifted = after < before.current
  useLayoutEffect(() => {
    before.current = after
  }, [after])
  return isShifted
}

/** Fetches the page before the first entry, once for each first entry. */
function usePaging(handle: ConversationHandle, { after, hasEarlier }: ConversationSnapshot) {
  const askedAt = useRef<number>(undefined)
  const [, setFailures] = useState(0)
  const loadEarlier = () => {
    if (!hasEarlier || askedAt.current === after) return
    askedAt.current = after
    handle.loadEarlier().catch(() => {
      setTimeout(() => {
        askedAt.current = undefined
        setFailures(failures => failures + 1)
      }, AGAIN_MS)
    })
  }
  return { loadEarlier }
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

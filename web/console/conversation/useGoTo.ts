import { type RefObject, useEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import type { Row } from './rows.ts'

/** A place that was gone to is shown for so long. */
const SHOWN_MS = 3_000

export interface GoTo {
  readonly goTo: (seq: number) => void
  /** The entry that is gone to: its page is under way, or it was just found. */
  readonly aim: number | undefined
}

/** Goes to an entry, and reads the log back until it is there. */
export function useGoTo(
  list: RefObject<VirtualizerHandle | null>,
  { after }: ConversationSnapshot,
  rows: readonly Row[],
  loadEarlier: () => void,
): GoTo {
  const [aim, setAim] = useState<number | undefined>(undefined)
  const arrived = useRef<number | undefined>(undefined)
  const isThere = aim !== undefined && after < aim
  useEffect(() => {
    if (aim === undefined || arrived.current === aim) return
    if (!isThere) {
      loadEarlier()
      return
    }
    arrived.current = aim
    list.current?.scrollToIndex(indexOf(rows, aim), { align: 'center' })
  })
  useEffect(() => {
    if (!isThere) return
    const timer = setTimeout(() => setAim(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isThere])
  return {
    goTo: seq => {
      arrived.current = undefined
      setAim(seq)
    },
    aim,
  }
}

/** The row that has an entry: its own, or the one that it is the rest of. */
function indexOf(rows: readonly Row[], seq: number): number {
  return Math.max(
    0,
    rows.findLastIndex(row => 'entry' in row && row.entry.seq <= seq),
  )
}

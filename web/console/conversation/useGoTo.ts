import { useEffect, useRef, useState } from 'react'
import type { LogReader, ReaderSnapshot } from '../../../lib/client/index.ts'

/** Time for which the target entry is highlighted. */
const SHOWN_MS = 3_000

export interface GoTo {
  readonly goTo: (seq: number) => void
  /** The target entry: its page is loading, or it has just been reached. */
  readonly aim: number | undefined
}

/** Goes to an entry anywhere in the log. Calls `onThere` once the stretch contains it. */
export function useGoTo(
  reader: LogReader,
  { after, upto, isLoading }: ReaderSnapshot,
  page: (read: () => Promise<void>) => void,
  onThere: (seq: number) => void,
): GoTo {
  const [aim, setAim] = useState<number | undefined>(undefined)
  const arrived = useRef<number | undefined>(undefined)
  const isThere = aim !== undefined && after < aim && aim <= upto
  useEffect(() => {
    if (aim === undefined || arrived.current === aim) return
    if (isThere) {
      arrived.current = aim
      onThere(aim)
    } else if (!isLoading) page(() => reader.goTo(aim))
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
      // If the page does not load, the effect tries again.
      reader.goTo(seq).catch(() => undefined)
    },
    aim,
  }
}

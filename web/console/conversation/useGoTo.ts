import { useEffect, useRef, useState } from 'react'
import type { LogReader, ReaderSnapshot } from '../../../lib/client/index.ts'

/** A place that was gone to is shown for so long. */
const SHOWN_MS = 3_000

export interface GoTo {
  readonly goTo: (seq: number) => void
  /** The entry that is gone to: its page is under way, or it was just found. */
  readonly aim: number | undefined
}

/** Goes to an entry, wherever it is in the log. `onThere` is called once its stretch is shown. */
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
      // The effect tries again where the page does not come.
      reader.goTo(seq).catch(() => undefined)
    },
    aim,
  }
}

import { useRef, useState } from 'react'
import type { LogReader } from '../../../lib/client/index.ts'

/** Delay before a failed page is tried again. */
const AGAIN_MS = 2_000

/**
 * Returns a function that reads a page, unless one is loading or has just failed. Renders the component again when a
 * retry is possible.
 */
export function usePaging(reader: LogReader): (read: () => Promise<void>) => void {
  const isResting = useRef<boolean>(false)
  const [, setTries] = useState(0)
  return read => {
    const before = reader.snapshot()
    if (isResting.current || before.isLoading) return
    const hasMoved = () => {
      const { after, upto } = reader.snapshot()
      return after !== before.after || upto !== before.upto
    }
    read()
      .then(hasMoved, () => false)
      .then(isThere => {
        if (isThere) return
        isResting.current = true
        setTimeout(() => {
          isResting.current = false
          setTries(tries => tries + 1)
        }, AGAIN_MS)
      })
  }
}

import { useEffect, useRef } from 'react'

/** Returns a function that runs its last argument once it has not been called for `restMs`. Never after the unmount. */
export function useDebounced(restMs: number): (run: () => void) => void {
  const timer = useRef<number>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return run => {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(run, restMs)
  }
}

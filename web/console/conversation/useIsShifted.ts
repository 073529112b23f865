import { useLayoutEffect, useRef } from 'react'
import type { ReaderSnapshot } from '../../../lib/client/index.ts'

/** Says whether rows came or went at the beginning of the stretch in this render. False if the log went to another place. */
export function useIsShifted({ after, place }: ReaderSnapshot): boolean {
  const before = useRef({ after, place })
  const isShifted = place === before.current.place && after !== before.current.after
  useLayoutEffect(() => {
    before.current = { after, place }
  }, [after, place])
  return isShifted
}

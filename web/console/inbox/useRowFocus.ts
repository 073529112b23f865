import { type KeyboardEvent, useRef, useState } from 'react'
import type { VListHandle } from 'virtua'
import { rowByKey } from './order.ts'

/** The list as one stop of the keyboard. */
export interface RowFocus {
  /** The index of the row that Tab goes to. */
  readonly stop: number
  /** The id of the row that a key went to, until it has the focus. */
  readonly aim: string | undefined
  readonly onFocus: (id: string) => void
  /** For the list. */
  readonly listProps: {
    readonly ref: React.RefObject<VListHandle | null>
    readonly keepMounted: readonly number[]
    readonly onKeyDown: (event: KeyboardEvent) => void
  }
}

/**
 * Lets arrows, Home and End go through the rows, so that Tab leaves the list at once: it may go on for thousands. Tab comes back to the row
 * that had the focus, or else to the open one, or the first.
 */
export function useRowFocus(ids: readonly string[], open: string | undefined): RowFocus {
  const ref = useRef<VListHandle | null>(null)
  const [last, setLast] = useState<string>()
  const [aim, setAim] = useState<string>()
  const places = [aim, last, open].map(id => (id === undefined ? -1 : ids.indexOf(id))).filter(place => place !== -1)
  const [stop = 0] = places
  return {
    stop,
    aim,
    onFocus: id => {
      setLast(id)
      setAim(undefined)
    },
    listProps: {
      ref,
      // The row that has the focus too: an element that goes takes it along.
      keepMounted: places.length === 0 ? [0] : places,
      onKeyDown: event => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
        const to = rowByKey(event.key, stop, ids.length)
        if (to === undefined) return
        event.preventDefault()
        ref.current?.scrollToIndex(to, { align: 'nearest' })
        setAim(ids[to])
      },
    },
  }
}

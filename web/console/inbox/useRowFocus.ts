import { type KeyboardEvent, useRef, useState } from 'react'
import type { VListHandle } from 'virtua'
import { rowByKey } from './order.ts'

/** A list that is one Tab stop. */
export interface RowFocus {
  /** Index of the row that Tab reaches. */
  readonly stop: number
  /** Id of the row that a key led to, until it has the focus. */
  readonly aim: string | undefined
  readonly onFocus: (id: string) => void
  /** Props for the list. */
  readonly listProps: {
    readonly ref: React.RefObject<VListHandle | null>
    readonly keepMounted: readonly number[]
    readonly onKeyDown: (event: KeyboardEvent) => void
  }
}

/**
 * Moves the focus between rows with the arrow keys, Home and End. Tab leaves the list at once, because it may have
 * thousands of rows. Tab returns to the row that last had the focus, to the open one, or to the first.
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
      // Also keep the row with the focus: an unmounted element loses it.
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

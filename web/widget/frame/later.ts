import { useEffect, useState } from 'preact/hooks'

/** A part of the widget that is not loaded with the first ones. */
export interface Later<Part> {
  /** The part, once it is there. */
  readonly part: Part | undefined
  load(): Promise<Part>
}

/** Declares a part that loads when it is wanted. A failed try is made again by the next one who wants it. */
export function later<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  let part: Part | undefined
  let loading: Promise<Part> | undefined
  return {
    get part() {
      return part
    },
    load() {
      loading ??= fetchPart().then(
        loaded => {
          part = loaded
          return loaded
        },
        (error: unknown) => {
          loading = undefined
          throw error
        },
      )
      return loading
    },
  }
}

/** The part, once it is there; it is loaded while `isWanted`. */
export function useLater<Part>(wanted: Later<Part>, isWanted: boolean): Part | undefined {
  const [, setPart] = useState(wanted.part)
  useEffect(() => {
    if (!isWanted || wanted.part !== undefined) return
    let isOver = false
    wanted.load().then(
      part => {
        if (!isOver) setPart(() => part)
      },
      // A page without a connection goes on with what it has.
      () => undefined,
    )
    return () => {
      isOver = true
    }
  }, [wanted, isWanted])
  return wanted.part
}

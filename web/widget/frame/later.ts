import { useEffect, useState } from 'preact/hooks'

/** A part of the widget that is not loaded with the first ones. */
export interface Later<Part> {
  /** The part, once it is there. */
  readonly part: Part | undefined
  /** The last try to load it failed. */
  readonly isMissing: boolean
  load(): Promise<Part>
}

/** Declares a part that loads when it is wanted. A failed try is made again by the next one who wants it. */
export function later<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  let part: Part | undefined
  let loading: Promise<Part> | undefined
  let isMissing = false
  return {
    get part() {
      return part
    },
    get isMissing() {
      return isMissing
    },
    load() {
      loading ??= fetchPart().then(
        loaded => {
          part = loaded
          isMissing = false
          return loaded
        },
        (error: unknown) => {
          loading = undefined
          isMissing = true
          throw error
        },
      )
      return loading
    },
  }
}

/** The part, once it is there; it is loaded while `isWanted`. The component renders again once it is there, or is missing. */
export function useLater<Part>(wanted: Later<Part>, isWanted: boolean): Part | undefined {
  const [, setEnds] = useState(0)
  useEffect(() => {
    if (!isWanted || wanted.part !== undefined) return
    let isOver = false
    const end = () => {
      if (!isOver) setEnds(ends => ends + 1)
    }
    // A page without a connection goes on with what it has.
    wanted.load().then(end, end)
    return () => {
      isOver = true
    }
  }, [wanted, isWanted])
  return wanted.part
}

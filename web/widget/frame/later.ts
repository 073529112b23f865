import { useEffect, useState } from 'preact/hooks'

/** A part of the widget that loads later. */
export interface Later<Part> {
  /** The part, once it is loaded. */
  readonly part: Part | undefined
  /** True if the last attempt to load it failed. */
  readonly isMissing: boolean
  load(): Promise<Part>
}

/** Declares a part that loads on demand. The next demand retries a failed attempt. */
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

/**
 * Returns the part once it is loaded, and loads it while `isWanted`. Renders the component again when the part is
 * loaded or has failed.
 */
export function useLater<Part>(wanted: Later<Part>, isWanted: boolean): Part | undefined {
  const [, setEnds] = useState(0)
  useEffect(() => {
    if (!isWanted || wanted.part !== undefined) return
    let isOver = false
    const end = () => {
      if (!isOver) setEnds(ends => ends + 1)
    }
    // Without a connection, the page continues without the part.
    wanted.load().then(end, end)
    return () => {
      isOver = true
    }
  }, [wanted, isWanted])
  return wanted.part
}

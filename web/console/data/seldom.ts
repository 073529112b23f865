/** Throttled work. */
export interface Seldom {
  /** Runs the work now, or at the end of the current interval. */
  ask(): void
  /** Cancels a pending run. */
  end(): void
}

/**
 * Throttles `work`: runs it at once, but at most once in `everyMs`. A request within the interval runs it at the
 * interval's end.
 */
export function seldom(work: () => void, everyMs: number): Seldom {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAskedAgain = false
  const run = () => {
    isAskedAgain = false
    timer = setTimeout(() => {
      timer = undefined
      if (isAskedAgain) run()
    }, everyMs)
    work()
  }
  return {
    ask() {
      if (timer === undefined) run()
      else isAskedAgain = true
    },
    end() {
      clearTimeout(timer)
      timer = undefined
      isAskedAgain = false
    },
  }
}

/** Work that many events ask for. */
export interface Seldom {
  /** Runs the work now, or at the end of the time since it last ran. */
  ask(): void
  /** Forgets a run that is still to come. */
  end(): void
}

/** Runs `work` at once when it is asked for, but not more than once in `everyMs`. The last one that asks is never left out. */
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

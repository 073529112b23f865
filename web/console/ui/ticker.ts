/** The current time, which changes every `everyMs` while the page is visible and somebody listens. */
export class Ticker {
  private readonly everyMs: number
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setInterval> | undefined
  private at = 0

  constructor(everyMs: number) {
    this.everyMs = everyMs
  }

  /** The time of the last change in ms since 1970. It is at most one interval old. */
  now(): number {
    if (this.timer === undefined && Math.abs(Date.now() - this.at) >= this.everyMs) this.at = Date.now()
    return this.at
  }

  /** Calls `listener` with each change. Returns a function that ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.timer === undefined) {
      this.now()
      this.timer = setInterval(this.tick, this.everyMs)
      document.addEventListener('visibilitychange', this.tick)
    }
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      clearInterval(this.timer)
      this.timer = undefined
      document.removeEventListener('visibilitychange', this.tick)
    }
  }

  private readonly tick = (): void => {
    if (document.hidden) return
    this.at = Date.now()
    for (const listener of this.listeners) listener()
  }
}

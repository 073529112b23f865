import type { ClientEnvironment, Undo } from './environment.ts'
import { type Backoff, backoffMs } from './retry.ts'

const VISIBLE: Backoff = { firstMs: 500, mostMs: 5_000 }
const HIDDEN: Backoff = { firstMs: 2_000, mostMs: 60_000 }
/** Minimum wait while the machine reports no network. Some machines report that although they have one. */
const WITHOUT_NETWORK_MS = 30_000
/** A connection that lasted this long resets the count of failures. */
const STABLE_MS = 5_000
/** Minimum time between the starts of two attempts, however often the tab becomes visible. */
const LEAST_BETWEEN_MS = 1_000

export interface Circumstances {
  /** Failures in a row, including the last one. */
  readonly failures: number
  readonly isVisible: boolean
  readonly isOnline: boolean
}

/** Random wait below a bound that doubles (full jitter), so that clients do not reconnect at the same time. */
export function delayMs({ failures, isVisible, isOnline }: Circumstances, random: () => number): number {
  const delay = Math.round(random() * backoffMs(isVisible ? VISIBLE : HIDDEN, failures))
  return isOnline ? delay : Math.max(delay, WITHOUT_NETWORK_MS)
}

/** Decides when to try again. Tries at once when the tab becomes visible or the network is back. */
export class Reconnect {
  readonly #environment: ClientEnvironment
  readonly #attempt: () => void
  readonly #inattentive: Undo
  #waiting: Undo | undefined
  #stable: Undo = () => {}
  #failures = 0
  #beganAt = Number.NEGATIVE_INFINITY
  #nextAt = 0
  #wasVisible: boolean
  #wasOnline: boolean

  constructor(environment: ClientEnvironment, attempt: () => void) {
    this.#environment = environment
    this.#attempt = attempt
    const { attention } = environment
    this.#wasVisible = attention.isVisible()
    this.#wasOnline = attention.isOnline()
    this.#inattentive = attention.onChange(() => this.#attend())
  }

  /** When the planned attempt begins. In the past if none is planned. */
  get nextAt(): number {
    return this.#nextAt
  }

  /** Plans the next attempt after a failed one or a lost connection, at least `atLeastMs` from now. */
  failed(atLeastMs = 0): void {
    this.#stable()
    this.#failures += 1
    const { attention, random } = this.#environment
    const isVisible = attention.isVisible()
    const delay = delayMs({ failures: this.#failures, isVisible, isOnline: attention.isOnline() }, random)
    this.#plan(Math.max(delay, atLeastMs))
  }

  /** Records that the connection is up. */
  succeeded(): void {
    this.#stable = this.#environment.clock.after(STABLE_MS, () => {
      this.#failures = 0
    })
  }

  /** Tries now, or one second after the start of the last attempt. */
  now(): void {
    this.#plan(Math.max(0, this.#beganAt + LEAST_BETWEEN_MS - this.#environment.clock.now()))
  }

  /** Cancels the planned attempt until `failed` or `now` is called. */
  pause(): void {
    this.#waiting?.()
    this.#waiting = undefined
    this.#stable()
  }

  stop(): void {
    this.pause()
    this.#inattentive()
  }

  #plan(ms: number): void {
    this.#waiting?.()
    const { clock } = this.#environment
    this.#nextAt = clock.now() + ms
    this.#waiting = clock.after(ms, () => {
      this.#waiting = undefined
      this.#beganAt = clock.now()
      this.#attempt()
    })
  }

  #attend(): void {
    const { attention } = this.#environment
    const [isVisible, isOnline] = [attention.isVisible(), attention.isOnline()]
    const isBack = (isVisible && !this.#wasVisible) || (isOnline && !this.#wasOnline)
    this.#wasVisible = isVisible
    this.#wasOnline = isOnline
    if (isBack && this.#waiting !== undefined) this.now()
  }
}

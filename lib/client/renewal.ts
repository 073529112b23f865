import type { Clock, Undo } from './environment.ts'
import { ProblemError } from './problem-error.ts'
import type { Connection } from './socket.ts'
import { type Tokens, verdictOn } from './tokens.ts'

export interface RenewalPorts {
  readonly clock: Clock
  readonly tokens: Tokens
  /** The server accepted a fresh token. `wasLate`: it may have left out pushes since the old one ended. */
  onRenewed(wasLate: boolean): void
  /** No fresh token could be had for this connection. */
  onFailed(): void
}

/** A token is renewed this long before its end, or in the last tenth of a shorter lifetime. */
const LEAD_MS = 60_000
/** Minimum time between renewals. With a wrong clock a token may seem to have ended already. */
const LEAST_BETWEEN_MS = 10_000
const AGAIN_MS = 10_000
const ANSWER_MS = 15_000
/** The longest delay that every timer supports. */
const MOST_MS = 24 * 3600_000

/** Brings fresh tokens to an open connection before the old ones end. */
export class Renewal {
  readonly #ports: RenewalPorts
  #connection: Connection | undefined
  #waiting: Undo = () => {}
  #endsAt = 0
  #isUnderWay: boolean = false
  #isLate: boolean = false

  constructor(ports: RenewalPorts) {
    this.#ports = ports
  }

  start(connection: Connection, expiresAt: string): void {
    this.stop()
    this.#connection = connection
    this.#renewedUntil(expiresAt)
  }

  stop(): void {
    this.#connection = undefined
    this.#isUnderWay = false
    this.#isLate = false
    this.#waiting()
  }

  /** Called when the server says that the token has ended. */
  late(): void {
    if (this.#connection === undefined) return
    this.#isLate = true
    if (!this.#isUnderWay) void this.#renew()
  }

  #renewedUntil(expiresAt: string): void {
    const { clock } = this.#ports
    this.#endsAt = Date.parse(expiresAt)
    const left = this.#endsAt - clock.now()
    this.#plan(Math.max(left - Math.min(LEAD_MS, left / 10), LEAST_BETWEEN_MS))
  }

  #plan(ms: number): void {
    this.#waiting()
    const { clock } = this.#ports
    const dueAt = clock.now() + ms
    this.#waiting = clock.after(Math.min(ms, MOST_MS), () => {
      const left = dueAt - clock.now()
      if (left > 0) this.#plan(left)
      else void this.#renew()
    })
  }

  async #renew(): Promise<void> {
    const connection = this.#connection
    if (connection === undefined) return
    this.#waiting()
    this.#isUnderWay = true
    const outcome = await this.#bring(connection)
    if (connection !== this.#connection) return
    this.#isUnderWay = false
    const { clock, onRenewed, onFailed } = this.#ports
    if ('expiresAt' in outcome) {
      const wasLate = this.#isLate
      this.#isLate = false
      this.#renewedUntil(outcome.expiresAt)
      onRenewed(wasLate)
    } else if (outcome.mayPass && !this.#isLate && clock.now() < this.#endsAt) {
      // While the old token is valid, there is time for another attempt.
      this.#plan(AGAIN_MS)
    } else onFailed()
  }

  /** Returns until when the server accepts the fresh token, or whether another attempt makes sense. */
  async #bring(connection: Connection): Promise<{ readonly expiresAt: string } | { readonly mayPass: boolean }> {
    const { tokens } = this.#ports
    try {
      const credentials = await tokens.fetch({ isStale: true })
      if (credentials === undefined) return { mayPass: true }
      const { token } = credentials
      try {
        const { expiresAt } = await connection.ask({ type: 'auth', token }, ANSWER_MS)
        return { expiresAt: String(expiresAt) }
      } catch (error) {
        if (error instanceof ProblemError && verdictOn(error.code) === 'expired') tokens.refused(token)
        throw error
      }
    } catch (error) {
      return { mayPass: !(error instanceof ProblemError) || verdictOn(error.code) === 'try again' }
    }
  }
}

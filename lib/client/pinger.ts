import { MAX_CURSORS } from '../protocol/wire.ts'
import type { Clock, Undo } from './environment.ts'
import type { Connection } from './socket.ts'

export interface PingerPorts {
  readonly clock: Clock
  /** The cursor of each watched conversation. */
  cursors(): readonly (readonly [session: string, cursor: number])[]
  /** Whether entries are known to be missing. */
  isLacking(): boolean
  /** Time until the next ping if no entries are missing. */
  intervalMs(): number
  /** Called when the server is silent: the connection is dead. */
  onDead(): void
}

const PONG_MS = 10_000
/** A check pings only after a silence of this length. */
const SILENCE_MS = 3_000
/** Time from one portion to the request for the next one. It doubles while pings bring nothing. */
const HEAL_MS = 1_000
const MOST_HEAL_MS = 16_000

/** Keeps a connection open, detects when it is dead, and asks for missing entries. */
export class Pinger {
  readonly #ports: PingerPorts
  #connection: Connection | undefined
  #waiting: Undo = () => {}
  #isUnderWay: boolean = false
  #isWanted: boolean = false
  #healMs = HEAL_MS
  #progress = 0
  #notBefore = 0

  constructor(ports: PingerPorts) {
    this.#ports = ports
  }

  start(connection: Connection): void {
    this.stop()
    this.#connection = connection
    this.#healMs = HEAL_MS
    this.#notBefore = 0
    this.#plan()
  }

  stop(): void {
    this.#connection = undefined
    this.#isUnderWay = false
    this.#isWanted = false
    this.#waiting()
  }

  /** Asks for missing entries: now, after the current ping, or after a wait if the last ping brought nothing. */
  heal(): void {
    if (this.#isUnderWay) this.#isWanted = true
    else if (this.#ports.clock.now() >= this.#notBefore) void this.#ping()
  }

  /** Plans the next ping again after its conditions changed. */
  replan(): void {
    if (this.#connection !== undefined && !this.#isUnderWay) this.#plan()
  }

  /** Checks whether the connection is alive: the tab became visible again, or an answer is overdue. */
  check(): void {
    const { clock } = this.#ports
    if (this.#connection && clock.now() - this.#connection.heardAt >= SILENCE_MS) this.heal()
  }

  #plan(): void {
    this.#waiting()
    const { clock, isLacking, intervalMs } = this.#ports
    const interval = intervalMs()
    this.#waiting = clock.after(isLacking() ? Math.min(this.#healMs, interval) : interval, () => void this.#ping())
  }

  async #ping(): Promise<void> {
    const connection = this.#connection
    if (connection === undefined) return
    this.#waiting()
    this.#isUnderWay = true
    const { heard } = connection
    const cursors = this.#ports.cursors()
    const pages = cursors.length === 0 ? [[]] : pagesOf(cursors)
    const answers = await Promise.allSettled(
      pages.map(page => connection.ask({ type: 'ping', cursors: Object.fromEntries(page) }, PONG_MS)),
    )
    // A newer connection has replaced this one.
    if (connection !== this.#connection) return
    this.#isUnderWay = false
    const isSilent = answers.every(({ status }) => status === 'rejected') && connection.heard === heard
    if (isSilent) return this.#ports.onDead()
    this.#follow()
  }

  #follow(): void {
    const { clock, cursors, isLacking } = this.#ports
    const progress = cursors().reduce((sum, [, cursor]) => sum + cursor, 0)
    const hasBrought = progress !== this.#progress
    this.#progress = progress
    this.#healMs = hasBrought ? HEAL_MS : Math.min(this.#healMs * 2, MOST_HEAL_MS)
    this.#notBefore = hasBrought ? 0 : clock.now() + this.#healMs
    const isWanted = this.#isWanted
    this.#isWanted = false
    if (isWanted && hasBrought && isLacking()) void this.#ping()
    else this.#plan()
  }
}

function pagesOf<T>(items: readonly T[]): T[][] {
  const pages: T[][] = []
  for (let start = 0; start < items.length; start += MAX_CURSORS) pages.push(items.slice(start, start + MAX_CURSORS))
  return pages
}

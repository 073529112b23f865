import { MAX_CURSORS } from '../protocol/wire.ts'
import type { Clock, Undo } from './environment.ts'
import type { Connection } from './socket.ts'

export interface PingerPorts {
  readonly clock: Clock
  /** How far the client has each conversation that it watches. */
  cursors(): readonly (readonly [session: string, cursor: number])[]
  /** Whether entries are known to be missing. */
  isLacking(): boolean
  /** Until the next ping, if nothing is missing. */
  intervalMs(): number
  /** Nothing comes from the server any more. */
  onDead(): void
}

const PONG_MS = 10_000
/** Whether the connection lives is asked after so long a silence, when somebody looks. */
const SILENCE_MS = 3_000
/** After a portion the next one is asked for; the wait doubles while nothing comes of it. */
const HEAL_MS = 1_000
const MOST_HEAL_MS = 16_000

/** Keeps a connection open, notices its death, and asks for entries that are missing. */
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

  /** Asks for what is missing: now, or after the ping under way, or a while after one that brought nothing. */
  heal(): void {
    if (this.#isUnderWay) this.#isWanted = true
    else if (this.#ports.clock.now() >= this.#notBefore) void this.#ping()
  }

  /** Plans the next ping again, since its circumstances changed. */
  replan(): void {
    if (this.#connection !== undefined && !this.#isUnderWay) this.#plan()
  }

  /** Somebody looks at the tab again, or an answer is overdue: is the connection still alive? */
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
    // Another connection has taken its place.
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

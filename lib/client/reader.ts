import type { Undo } from './environment.ts'
import type { History } from './history.ts'
import { Listeners } from './listeners.ts'
import { clipped, EMPTY_LOG, type Log, type Piece } from './log.ts'
import type { LogReader, ReaderOptions, ReaderSnapshot } from './surface.ts'

const MOST_ENTRIES = 1_000

export interface ReaderPorts {
  /** The conversation's log as it is now. */
  log(): Log
  /** Reads the log over HTTP. Throws the errors of the token source. */
  history(): Promise<History>
}

/**
 * Reads a log of any length in bounded memory. It shows one stretch of it: pieces that it loads and drops, and after
 * them the conversation's own log if no entry is missing between the two.
 */
export class Reader implements LogReader {
  readonly #ports: ReaderPorts
  readonly #mostEntries: number
  readonly #listeners = new Listeners<[]>()
  /** The pieces before the conversation's own log. Each begins at the end of the previous one. */
  #pieces: readonly Piece[] = []
  #reading: Promise<void> | undefined
  /** Number of jumps. A page that was requested before a jump is dropped when it arrives. */
  #jumps = 0
  #place = 0
  #shown: { readonly log: Log; readonly snapshot: ReaderSnapshot } | undefined

  constructor(ports: ReaderPorts, { mostEntries = MOST_ENTRIES }: ReaderOptions) {
    this.#ports = ports
    this.#mostEntries = mostEntries
  }

  snapshot(): ReaderSnapshot {
    const log = this.#ports.log()
    if (this.#shown?.log !== log) this.#shown = { log, snapshot: this.#stretch(log) }
    return this.#shown.snapshot
  }

  subscribe(listener: () => void): Undo {
    return this.#listeners.add(listener)
  }

  async earlier(): Promise<void> {
    await this.#read(async history => {
      const { after, hasEarlier } = this.snapshot()
      if (!hasEarlier) return this.#pieces
      this.#dropEnd()
      const page = await history.endingWith(after)
      return [clipped(page, after), ...this.#pieces]
    })
  }

  async later(): Promise<void> {
    await this.#read(async history => {
      const { upto, hasLater } = this.snapshot()
      if (!hasLater) return this.#pieces
      const page = await history.goingOnFrom(upto)
      return [...this.#pieces, ...this.#beforeLog(page)]
    })
  }

  async goTo(seq: number): Promise<void> {
    const { after, upto } = this.snapshot()
    if (seq > after && seq <= upto) return
    this.#jump()
    if (seq > this.#ports.log().after) return this.#show([])
    await this.#read(async history => this.#beforeLog(await history.around(seq)))
  }

  dropBeginning(): void {
    // The page before the first piece may be loading.
    if (this.#reading !== undefined) return
    let pieces = this.#pieces
    while (countOf(pieces.slice(1)) >= this.#mostEntries) pieces = pieces.slice(1)
    if (pieces !== this.#pieces) this.#show(pieces)
  }

  toEnd(): void {
    this.#jump()
    this.#show(this.snapshot().hasLater ? [] : this.#pieces)
  }

  /** Called when the conversation has changed. */
  changed(): void {
    if (this.#ports.log() === EMPTY_LOG && this.#pieces.length > 0) {
      // The conversation has started over with another log.
      this.#jump()
      this.#show([])
    } else this.#listeners.emit()
  }

  close(): void {
    this.#jump()
    this.#listeners.clear()
  }

  #stretch(log: Log): ReaderSnapshot {
    const first = this.#pieces.at(0)
    const last = this.#pieces.at(-1)
    const hasLater = last !== undefined && last.upto < log.after
    const { after } = first ?? log
    return {
      entries:
        last === undefined ? log.entries : [...this.#pieces.flatMap(({ entries }) => entries), ...restOf(log, last)],
      after,
      upto: hasLater ? last.upto : log.cursor,
      hasEarlier: after > 0,
      hasLater,
      isLoading: this.#reading !== undefined,
      place: this.#place,
    }
  }

  /** The part of a page that comes before the conversation's own log. */
  #beforeLog(page: Piece): readonly Piece[] {
    const { after } = this.#ports.log()
    return page.after < after ? [clipped(page, after)] : []
  }

  /** Drops the pieces at the end that exceed the maximum. */
  #dropEnd(): void {
    let pieces = this.#pieces
    while (countOf(pieces.slice(0, -1)) >= this.#mostEntries) pieces = pieces.slice(0, -1)
    if (pieces !== this.#pieces) this.#show(pieces)
  }

  /** Reads one page at a time. */
  async #read(page: (history: History) => Promise<readonly Piece[]>): Promise<void> {
    this.#reading ??= this.#readNow(page)
    this.#show(this.#pieces)
    await this.#reading
  }

  async #readNow(page: (history: History) => Promise<readonly Piece[]>): Promise<void> {
    const jumps = this.#jumps
    try {
      const pieces = await page(await this.#ports.history())
      if (jumps === this.#jumps) this.#end(pieces)
    } catch (error) {
      if (jumps === this.#jumps) this.#end(this.#pieces)
      throw error
    }
  }

  #end(pieces: readonly Piece[]): void {
    this.#reading = undefined
    this.#show(pieces)
  }

  #jump(): void {
    this.#jumps += 1
    this.#reading = undefined
  }

  #show(pieces: readonly Piece[]): void {
    const before = this.snapshot()
    this.#pieces = pieces
    this.#shown = undefined
    const { after, upto } = this.snapshot()
    if (after !== before.after && upto !== before.upto) {
      this.#place += 1
      this.#shown = undefined
    }
    this.#listeners.emit()
  }
}

const countOf = (pieces: readonly Piece[]) => pieces.reduce((count, { entries }) => count + entries.length, 0)

/** The log's entries after a piece. Empty if entries are missing between the two. */
function restOf({ entries, after }: Log, { upto }: Piece) {
  return upto < after ? [] : entries.filter(({ seq }) => seq > upto)
}

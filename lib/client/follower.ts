import type { Entry } from '../protocol/entry.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import { type History, newestOf } from './history.ts'
import { EMPTY_LOG, type Log, merge, openAt, putInFront } from './log.ts'
import { ProblemError } from './problem-error.ts'
import { retryMs } from './retry.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { ConversationStatus, FrameOf } from './surface.ts'

export interface FollowerPorts {
  readonly environment: ClientEnvironment
  isConnected(): boolean
  /** Reads this conversation's log over HTTP. Throws the errors of the token source. */
  history(session: string): Promise<History>
  ask(frame: FrameToSend): Promise<OkResult>
  /** Asks the server for missing entries. */
  heal(): void
}

export interface FollowerEvents {
  /** Called with the new entries of a frame, perhaps none, once the log has them. */
  onEntries(entries: readonly Entry[]): void
  /** Called when the log has been opened, or has become current. */
  onReady(): void
  onChange(): void
}

/**
 * Keeps the log of one conversation up to date: opens it at its newest page, watches for new entries, and detects
 * missing ones.
 */
export class Follower {
  readonly #session: string
  readonly #ports: FollowerPorts
  readonly #events: FollowerEvents
  #status: ConversationStatus = 'opening'
  #log: Log = EMPTY_LOG
  #known = 0
  /** The cursor that the first frame on this connection gave to the server. */
  #told = 0
  /** True if the server has said on this connection that the log is complete. */
  #isCurrent: boolean = false
  #isWatching: boolean = false
  #opening: Promise<void> | undefined
  #earlier: Promise<void> | undefined
  #failures = 0
  #again: Undo = () => {}
  #isClosed: boolean = false

  constructor(session: string, ports: FollowerPorts, events: FollowerEvents) {
    this.#session = session
    this.#ports = ports
    this.#events = events
  }

  get status(): ConversationStatus {
    return this.#status
  }

  get log(): Log {
    return this.#log
  }

  /** The highest `seq` that the server has, as far as known. */
  get known(): number {
    return Math.max(this.#known, this.#log.cursor)
  }

  /** Whether commands can be sent: the client is connected, and the cursor is known. */
  get isReady(): boolean {
    return !this.#isClosed && this.#status !== 'opening' && this.#ports.isConnected()
  }

  /** Whether the server has said on this connection that the log is complete, and no entry is known to be missing. */
  get isCurrent(): boolean {
    return this.#isCurrent && !this.isLacking
  }

  /** Whether the server has entries that the log lacks. */
  get isLacking(): boolean {
    return this.#status === 'open' && this.#log.cursor < this.#known
  }

  get isLoadingEarlier(): boolean {
    return this.#earlier !== undefined
  }

  /** Opens the log at its newest page, unless it is open. Resolves after the attempt. */
  async open(): Promise<void> {
    if (this.#isClosed || this.#status === 'open') return
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined
    })
    await this.#opening
  }

  /** Records that the `hello` had this cursor: frames that arrive from now on follow it. */
  told(cursor: number): void {
    // Answers can arrive out of order: the answer to an earlier frame may come after that to a later frame.
    if (!this.#isWatching) this.#told = cursor
    this.#isWatching = true
  }

  connected(isUnknown: boolean): void {
    this.#failures = 0
    if (isUnknown) this.#become('unknown')
    else if (this.#status !== 'open') void this.open()
    else if (!this.#isCurrent) this.#watch()
  }

  disconnected(): void {
    this.#doubt()
    this.#again()
    this.#events.onChange()
  }

  apply(frame: FrameOf<'entries'>): void {
    if (this.#status !== 'open') return
    const { after, upto, isPaused } = frame
    // The server's log is shorter than before: its data was restored from an earlier state.
    if (after === upto && upto < this.#told) {
      this.#startOver()
      return
    }
    this.#known = Math.max(this.#known, isPaused === undefined ? upto + 1 : upto)
    const merged = merge(this.#log, frame)
    switch (merged.outcome) {
      case 'gap':
        this.#ports.heal()
        break
      case 'old':
        break
      case 'applied': {
        const { cursor } = this.#log
        this.#log = merged.log
        this.#events.onEntries(merged.log.cursor > cursor ? frame.entries : [])
        if (merged.isWhole && !this.isLacking) this.#becomeCurrent()
        break
      }
      default:
        merged satisfies never
    }
    this.#events.onChange()
  }

  /** Asks the server again for the log's newest `seq`, if there is a connection. */
  watchAgain(): void {
    if (!this.#ports.isConnected()) return
    this.#doubt()
    this.#watch()
  }

  /** Records that the entry `seq` exists, so that the log must get it. */
  expect(seq: number): void {
    this.#known = Math.max(this.#known, seq)
    this.#events.onChange()
  }

  async loadEarlier(): Promise<void> {
    this.#earlier ??= this.#readEarlier().finally(() => {
      this.#earlier = undefined
      this.#events.onChange()
    })
    this.#events.onChange()
    await this.#earlier
  }

  close(): void {
    this.#isClosed = true
    this.#again()
  }

  async #open(): Promise<void> {
    this.#again()
    try {
      const page = await newestOf(await this.#ports.history(this.#session))
      if (this.#isClosed) return
      this.#failures = 0
      this.#log = page ? openAt(page) : EMPTY_LOG
      this.#known = this.known
      this.#become('open')
      if (this.#ports.isConnected()) this.#watch()
    } catch (error) {
      if (!this.#isClosed) this.#failed(error, () => void this.open())
    }
  }

  #watch(): void {
    if (this.#isWatching && this.#isCurrent) return
    const { cursor } = this.#log
    this.told(cursor)
    this.#ports.ask({ type: 'watch', session: this.#session, cursor }).then(
      ({ revision }) => {
        if (!this.#isWatching || typeof revision !== 'number') return
        if (revision < cursor) return this.#startOver()
        this.expect(revision)
        if (!this.isLacking) this.#becomeCurrent()
      },
      (error: unknown) => {
        if (this.#ports.isConnected() && !this.#isClosed) this.#failed(error, () => this.#watch())
      },
    )
  }

  /** Ends an attempt to open or watch the log, and plans the next one. */
  #failed(error: unknown, again: () => void): void {
    if (error instanceof ProblemError && error.code === 'session.not_found') this.#become('unknown')
    else {
      this.#again()
      this.#failures += 1
      this.#again = this.#ports.environment.clock.after(retryMs(this.#failures), again)
    }
  }

  #startOver(): void {
    this.#log = EMPTY_LOG
    this.#known = 0
    this.#doubt()
    this.#become('opening')
    void this.open()
  }

  /** Stops relying on what the server said: entries may be missing. */
  #doubt(): void {
    this.#isCurrent = false
    this.#isWatching = false
  }

  #becomeCurrent(): void {
    if (this.#isCurrent) return
    this.#isCurrent = true
    this.#events.onChange()
    this.#events.onReady()
  }

  async #readEarlier(): Promise<void> {
    const { after } = this.#log
    if (this.#status !== 'open' || after === 0) return
    const history = await this.#ports.history(this.#session)
    const page = await history.endingWith(after)
    // The log may have grown meanwhile.
    this.#log = putInFront(this.#log, page)
  }

  #become(status: ConversationStatus): void {
    this.#status = status
    this.#events.onChange()
    if (status !== 'opening') this.#events.onReady()
  }
}

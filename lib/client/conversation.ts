import { defined } from '../defined.ts'
import type { Entry } from '../protocol/entry.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { History } from './history.ts'
import { Listeners } from './listeners.ts'
import { EMPTY_LOG, type Log, merge, openAt, type Page, putInFront } from './log.ts'
import { Outbox } from './outbox.ts'
import { ProblemError } from './problem-error.ts'
import { Reader } from './reader.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { Identity } from './state.ts'
import type { ConversationHandle, ConversationSnapshot, ConversationStatus, FrameOf } from './surface.ts'
import { Typing } from './typing.ts'

export interface ConversationPorts {
  readonly environment: ClientEnvironment
  readonly shelf: Shelf
  isConnected(): boolean
  /** The role of the person who sends the commands. */
  role(): Identity['role']
  /** Reads this conversation's log over HTTP. Throws the errors of the token source. */
  history(session: string): Promise<History>
  ask(frame: FrameToSend): Promise<OkResult>
  tell(frame: FrameToSend): void
  /** Asks the server for missing entries. */
  heal(): void
  /** Called after a change that may affect the client's own state. */
  onChange(): void
  /** Called when no handle uses the conversation any more. */
  onIdle(): void
}

/** Wait before the next attempt to open a log. It doubles. */
const AGAIN_MS = 1_000
const MOST_AGAIN_MS = 15_000
/** A conversation stays up to date this long after its last handle closed, since people come back. */
const LINGER_MS = 10_000
/** Maximum number of pages that are read back to find the effect of a command. */
const MOST_PAGES_BACK = 10

/** One conversation: its log from some page on, its outbox, and its typing parties. */
export class Conversation {
  readonly session: string
  readonly #ports: ConversationPorts
  readonly #outbox: Outbox
  readonly #typing: Typing
  readonly #listeners = new Listeners<[]>()
  #status: ConversationStatus = 'opening'
  #log: Log = EMPTY_LOG
  /** The highest `seq` that the server has, as far as known. */
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
  #lingering: Undo = () => {}
  #handles = 0
  #isClosed: boolean = false
  #snapshot: ConversationSnapshot | undefined

  constructor(session: string, ports: ConversationPorts, restored: readonly StoredCommand[]) {
    this.session = session
    this.#ports = ports
    const { environment, shelf } = ports
    this.#typing = new Typing(
      environment.clock,
      (on, where) => ports.tell({ type: 'typing', session, on, ...(where && { in: where }) }),
      () => this.#changed(),
    )
    this.#outbox = new Outbox(
      {
        session,
        environment,
        shelf,
        view: () => ({
          log: this.#log,
          isReady: !this.#isClosed && this.#status !== 'opening' && ports.isConnected(),
          isCurrent: this.#isCurrent && !this.isLacking,
          known: Math.max(this.#known, this.#log.cursor),
          role: ports.role(),
        }),
        ask: frame => this.#command(frame),
        loadBackTo: seq => this.#loadBackTo(seq),
        expect: seq => this.#expect(seq),
        onChange: () => this.#changed(),
      },
      restored,
    )
  }

  /** The cursor for a `hello` or a `ping`. Undefined while it is not known. */
  get cursor(): number | undefined {
    return this.#status === 'open' ? this.#log.cursor : undefined
  }

  /** Whether the server has entries that the log lacks. */
  get isLacking(): boolean {
    return this.#status === 'open' && this.#log.cursor < this.#known
  }

  /** Whether the log may be incomplete. A conversation that does not exist lacks nothing. */
  get isCatchingUp(): boolean {
    return this.#status === 'opening' || (this.#status === 'open' && (!this.#isCurrent || this.isLacking))
  }

  get isPaused(): boolean | undefined {
    return this.#log.isPaused
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
    this.#outbox.kick()
  }

  disconnected(): void {
    this.#isCurrent = false
    this.#isWatching = false
    this.#again()
    this.#changed()
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
        this.#heard(merged.log.cursor > cursor ? frame.entries : [])
        if (merged.isWhole && !this.isLacking) this.#becomeCurrent()
        break
      }
      default:
        merged satisfies never
    }
    this.#changed()
  }

  typing({ from, on }: FrameOf<'typing'>): void {
    this.#typing.heard(from, on)
  }

  handle(): ConversationHandle {
    this.#handles += 1
    this.#lingering()
    const undos: Undo[] = []
    let isOpen = true
    const outbox = this.#outbox
    return {
      session: this.session,
      snapshot: () => this.snapshot(),
      subscribe: listener => {
        const undo = this.#listeners.add(listener)
        undos.push(undo)
        return undo
      },
      say: (content, { ifHeld, id } = {}) => {
        const message = typeof content === 'string' ? { text: content } : content
        this.#typing.own(false)
        const command = {
          type: 'message',
          message: { type: 'text', ...message },
          ...defined({ ifHeld }),
        } as const
        return outbox.add(command, id)
      },
      pause: (options = {}) => outbox.add({ type: 'pause', ...options }),
      unpause: (options = {}) => outbox.add({ type: 'unpause', ...options }),
      note: text => outbox.add({ type: 'note', text }),
      typing: (on, where) => this.#typing.own(on, where),
      loadEarlier: () => this.#loadEarlier(),
      reader: (options = {}) => {
        const log = () => this.#log
        const reader = new Reader({ log, history: () => this.#ports.history(this.session) }, options)
        undos.push(
          this.#listeners.add(() => reader.changed()),
          () => reader.close(),
        )
        return reader
      },
      retry: id => outbox.retry(id),
      discard: id => outbox.discard(id),
      close: () => {
        if (!isOpen) return
        isOpen = false
        for (const undo of undos) undo()
        this.#handles -= 1
        this.#linger()
      },
    }
  }

  snapshot(): ConversationSnapshot {
    const { entries, after, cursor, isPaused } = this.#log
    this.#snapshot ??= {
      session: this.session,
      status: this.#status,
      entries,
      after,
      cursor,
      isPaused,
      hasEarlier: after > 0,
      isLoadingEarlier: this.#earlier !== undefined,
      isCatchingUp: this.isCatchingUp,
      outbox: this.#outbox.items,
      typing: this.#typing.parties,
    }
    return this.#snapshot
  }

  close(): void {
    this.#isClosed = true
    this.#again()
    this.#lingering()
    this.#typing.close()
    this.#outbox.close()
    this.#listeners.clear()
  }

  async #open(): Promise<void> {
    this.#again()
    try {
      const page = await this.#newest()
      if (this.#isClosed) return
      this.#failures = 0
      this.#log = page ? openAt(page) : EMPTY_LOG
      this.#known = Math.max(this.#known, this.#log.cursor)
      this.#become('open')
      if (this.#ports.isConnected()) this.#watch()
    } catch (error) {
      if (this.#isClosed) return
      const isUnknown = error instanceof ProblemError && error.code === 'session.not_found'
      if (isUnknown) this.#become('unknown')
      else this.#later(() => void this.open())
    }
  }

  /** The newest page. Undefined if this person can only follow the log from its beginning. */
  async #newest(): Promise<Page | undefined> {
    const history = await this.#ports.history(this.session)
    try {
      return await history.newest()
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'auth.forbidden') return undefined
      throw error
    }
  }

  #watch(): void {
    if (this.#isWatching && this.#isCurrent) return
    const { session } = this
    const { cursor } = this.#log
    this.told(cursor)
    this.#ports.ask({ type: 'watch', session, cursor }).then(
      ({ revision }) => {
        if (!this.#isWatching || typeof revision !== 'number') return
        if (revision < cursor) return this.#startOver()
        this.#expect(revision)
        if (!this.isLacking) this.#becomeCurrent()
      },
      (error: unknown) => {
        if (!this.#ports.isConnected() || this.#isClosed) return
        if (error instanceof ProblemError && error.code === 'session.not_found') this.#become('unknown')
        else this.#later(() => this.#watch())
      },
    )
  }

  /**
   * Sends a command. If the answer is lost, entries may be lost too, so it asks the server again for the log's newest
   * `seq`.
   */
  async #command(frame: FrameToSend): Promise<OkResult> {
    try {
      return await this.#ports.ask(frame)
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'client.unreachable' && this.#ports.isConnected()) {
        this.#isCurrent = false
        this.#isWatching = false
        this.#watch()
      }
      throw error
    }
  }

  #startOver(): void {
    this.#log = EMPTY_LOG
    this.#known = 0
    this.#isCurrent = false
    this.#isWatching = false
    this.#become('opening')
    void this.open()
  }

  #expect(seq: number): void {
    this.#known = Math.max(this.#known, seq)
    this.#changed()
  }

  #becomeCurrent(): void {
    if (this.#isCurrent) return
    this.#isCurrent = true
    this.#changed()
    this.#outbox.kick()
  }

  #heard(entries: readonly Entry[]): void {
    this.#outbox.absorb(entries)
    for (const entry of entries) if (entry.kind === 'message') this.#typing.heard(partyOf(entry.by.type), false)
  }

  async #loadEarlier(): Promise<void> {
    this.#earlier ??= this.#readEarlier().finally(() => {
      this.#earlier = undefined
      this.#changed()
    })
    this.#changed()
    await this.#earlier
  }

  async #readEarlier(): Promise<void> {
    const { after } = this.#log
    if (this.#status !== 'open' || after === 0) return
    const history = await this.#ports.history(this.session)
    const page = await history.endingWith(after)
    // The log may have grown meanwhile.
    this.#log = putInFront(this.#log, page)
  }

  async #loadBackTo(seq: number): Promise<void> {
    try {
      for (let pages = 0; pages < MOST_PAGES_BACK && this.#log.after > seq; pages++) await this.#loadEarlier()
    } catch {
      // The log stays as it is, which the caller checks.
    }
  }

  #later(run: () => void): void {
    this.#again()
    this.#failures += 1
    this.#again = this.#ports.environment.clock.after(
      Math.min(MOST_AGAIN_MS, AGAIN_MS * 2 ** (this.#failures - 1)),
      run,
    )
  }

  #linger(): void {
    if (this.#handles > 0 || this.#isClosed) return
    this.#lingering()
    this.#lingering = this.#ports.environment.clock.after(LINGER_MS, () => {
      if (!this.#outbox.isWaiting) this.#ports.onIdle()
    })
  }

  #become(status: ConversationStatus): void {
    this.#status = status
    this.#changed()
    if (status !== 'opening') this.#outbox.kick()
  }

  #changed(): void {
    this.#snapshot = undefined
    this.#ports.onChange()
    this.#listeners.emit()
    if (this.#handles === 0) this.#linger()
  }
}

function partyOf(type: 'user' | 'bot' | 'agent' | 'system'): 'user' | 'bot' | 'agent' {
  return type === 'system' ? 'bot' : type
}

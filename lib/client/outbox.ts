import type { Entry } from '../protocol/entry.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { Log } from './log.ts'
import { type ProblemDetails, ProblemError, unreachable } from './problem-error.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { Identity } from './state.ts'
import type { Command, OutboxItem, SentCommand, Settled } from './surface.ts'

/** The log as it is here. */
export interface View {
  readonly log: Log
  /** Commands can be sent: the connection stands, and it is known how far the log is here. */
  readonly isReady: boolean
  /** The server has said, on this connection, that the log is whole, and nothing is known to be missing. */
  readonly isCurrent: boolean
  /** The highest `seq` that the server is known to have. */
  readonly known: number
  readonly role: Identity['role']
}

export interface OutboxPorts {
  readonly session: string
  readonly environment: ClientEnvironment
  readonly shelf: Shelf
  view(): View
  /** Sends a frame and waits for its answer. Throws a `ProblemError`. */
  ask(frame: FrameToSend): Promise<OkResult>
  /** Reads the log back until it begins at `seq`, if that is not too far. */
  loadBackTo(seq: number): Promise<void>
  /** There is an entry `seq`, which the log must show. */
  expect(seq: number): void
  onChange(): void
}

interface Item extends StoredCommand {
  readonly state: OutboxItem['state']
}

/** The wait before a command that failed for now is sent again; it doubles. */
const AGAIN_MS = 1_000
const MOST_AGAIN_MS = 15_000
/** A server that fails on the same command so often will not get better. */
const MOST_FAILURES = 5

/** The commands of one conversation until the server has acknowledged them, one at a time and in order: frames of one socket overtake each other. */
export class Outbox {
  readonly #ports: OutboxPorts
  readonly #settled = new Map<string, (outcome: Settled) => void>()
  #items: readonly Item[]
  #shown: readonly OutboxItem[] = []
  #order: number
  #underWay: string | undefined
  #tries = 0
  #again: Undo | undefined

  constructor(ports: OutboxPorts, restored: readonly StoredCommand[]) {
    this.#ports = ports
    this.#items = restored.map(command => ({ ...command, state: stateOf(command) }))
    this.#order = Math.max(0, ...restored.map(({ order }) => order + 1))
    this.#show()
  }

  /** The commands to draw after the log. The same array as long as nothing changed. */
  get items(): readonly OutboxItem[] {
    return this.#shown
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  /** Whether the log must be watched for them. */
  get isWaiting(): boolean {
    return this.#items.some(({ state }) => state.status !== 'failed')
  }

  add(command: Command, id = this.#ports.environment.newId()): SentCommand {
    const { environment, session } = this.#ports
    const item: Item = {
      id,
      session,
      command,
      at: environment.clock.now(),
      order: this.#order++,
      state: { status: 'waiting' },
    }
    const settled = this.#promise(id)
    this.#ports.shelf.put(stored(item))
    this.#become([...this.#items, item])
    this.pump()
    return { id, settled }
  }

  /** Sends a failed command once more, before those that wait. */
  retry(id: string): void {
    const item = this.#items.find(each => each.id === id)
    if (item?.state.status !== 'failed') return
    const { sentAfter: _old, problem: _problem, ...fresh } = item
    this.#replace({ ...fresh, state: { status: 'waiting' } })
    this.pump()
  }

  discard(id: string): void {
    this.#remove(id, { status: 'discarded' })
  }

  /** Takes out what the log shows. */
  absorb(entries: readonly Entry[]): void {
    if (this.#items.length === 0) return
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.clientId === undefined) continue
      const { clientId, seq } = entry
      const item = this.#items.find(({ id, command }) => id === clientId && command.type === 'message')
      if (item) this.#remove(clientId, done({ seq }))
    }
    const { cursor } = this.#ports.view().log
    for (const { id, state } of this.#items) {
      if (state.status === 'acknowledged' && state.seq <= cursor) this.#remove(id, done({ seq: state.seq }))
    }
  }

  /** Sends the first command that waits, if it can be sent now. */
  pump(): void {
    if (this.#underWay !== undefined || this.#again !== undefined || !this.#ports.view().isReady) return
    const item = this.#items.find(({ state }) => state.status === 'waiting')
    if (item === undefined) return
    this.#underWay = item.id
    void this.#send(item).finally(() => {
      this.#underWay = undefined
      this.pump()
    })
  }

  /** Circumstances are better than they were: what waits for another try is tried now. */
  kick(): void {
    this.#again?.()
    this.#again = undefined
    this.#tries = 0
    this.pump()
  }

  /** Settles everything for those who wait; storage keeps what is not acknowledged. */
  close(): void {
    this.#again?.()
    const problem = new ProblemError({ code: 'client.closed', detail: 'the client was closed' })
    for (const resolve of this.#settled.values()) resolve(failed(problem))
    this.#settled.clear()
  }

  async #send(item: Item): Promise<void> {
    if (item.sentAfter !== undefined && !(await this.#mustBeSentAgain(item, item.sentAfter))) return
    const sent = this.#noteSent(item)
    if (sent === undefined) return
    try {
      const { id, session, command } = sent
      this.#acknowledged(sent, await this.#ports.ask({ ...command, id, session }))
    } catch (error) {
      this.#refused(sent, error instanceof ProblemError ? error : unreachable(String(error)))
    }
  }

  /**
   * A command that was sent may have been carried out although its answer was lost. The server knows the newest ids only, so the
   * log says it. Waits for the log where that is needed.
   */
  async #mustBeSentAgain(item: Item, sentAfter: number): Promise<boolean> {
    const { view, loadBackTo } = this.#ports
    if (!view().isCurrent) return this.#postpone(AGAIN_MS)
    await loadBackTo(sentAfter)
    if (!view().isReady || !this.#items.includes(item)) return false
    const { log, role } = view()
    this.absorb(log.entries)
    if (!this.#items.includes(item)) return false
    if (log.after > sentAfter) return this.#fail(item, uncertain())
    const since = log.entries.filter(({ seq }) => seq > sentAfter)
    switch (item.command.type) {
      // The log would name it.
      case 'message':
        return true
      case 'note': {
        const { text } = item.command
        const written = since.find(entry => entry.kind === 'note' && entry.text === text)
        if (written) this.#remove(item.id, done({ seq: written.seq }))
        return written === undefined
      }
      case 'pause':
      case 'unpause': {
        // Where control has not changed, it had no effect, and may have none once more.
        if (!since.some(entry => isChangeFor(item.command, entry, role))) return true
        const { isPaused } = log
        if (isPaused !== (item.command.type === 'pause')) return this.#fail(item, uncertain())
        this.#remove(item.id, done({ isPaused, changed: false }))
        return false
      }
      default:
        return item.command satisfies never
    }
  }

  #noteSent(item: Item): Item | undefined {
    if (!this.#items.includes(item)) return undefined
    if (item.sentAfter !== undefined) return item
    const sent = { ...item, sentAfter: this.#ports.view().known }
    this.#replace(sent)
    return sent
  }

  #acknowledged(item: Item, result: OkResult): void {
    this.#tries = 0
    const { seq } = result
    this.#ports.shelf.remove(item.id)
    this.#settle(item.id, done(result))
    if (typeof seq !== 'number' || seq <= this.#ports.view().log.cursor) {
      this.#remove(item.id, done(result))
      return
    }
    this.#ports.expect(seq)
    const state = { status: 'acknowledged', seq } as const
    this.#become(this.#items.map(each => (each.id === item.id ? { ...each, state } : each)))
  }

  #refused(item: Item, problem: ProblemError): void {
    if (!this.#items.some(({ id }) => id === item.id)) return
    if (!mayPass(problem)) return void this.#fail(item, problem)
    this.#tries += 1
    if (problem.code === 'internal' && this.#tries >= MOST_FAILURES) return void this.#fail(item, problem)
    const backoff = Math.min(MOST_AGAIN_MS, AGAIN_MS * 2 ** (this.#tries - 1))
    const waitMs = Math.max(
      (problem.retryAfterSeconds ?? 0) * 1000,
      backoff * (0.5 + this.#ports.environment.random() / 2),
    )
    this.#postpone(waitMs)
  }

  #fail(item: Item, problem: ProblemError): false {
    this.#tries = 0
    const { code, detail, status, errors, retryAfterSeconds } = problem
    const details = { code, detail, status, errors, retryAfterSeconds }
    this.#settle(item.id, failed(details))
    this.#replace({ ...item, problem: details, state: { status: 'failed', problem: details } })
    return false
  }

  #postpone(ms: number): false {
    this.#again?.()
    this.#again = this.#ports.environment.clock.after(ms, () => {
      this.#again = undefined
      this.pump()
    })
    return false
  }

  #promise(id: string): Promise<Settled> {
    return new Promise(resolve => this.#settled.set(id, resolve))
  }

  #settle(id: string, outcome: Settled): void {
    this.#settled.get(id)?.(outcome)
    this.#settled.delete(id)
  }

  #replace(item: Item): void {
    this.#ports.shelf.put(stored(item))
    this.#become(this.#items.map(each => (each.id === item.id ? item : each)))
  }

  #remove(id: string, outcome: Settled): void {
    this.#ports.shelf.remove(id)
    this.#settle(id, outcome)
    this.#become(this.#items.filter(each => each.id !== id))
  }

  #become(items: readonly Item[]): void {
    this.#items = items
    this.#show()
    this.#ports.onChange()
  }

  #show(): void {
    this.#shown = this.#items.map(({ id, command, at, state }) => ({ id, command, at, state }))
  }
}

function stateOf({ problem }: StoredCommand): OutboxItem['state'] {
  return problem ? { status: 'failed', problem } : { status: 'waiting' }
}

function stored({ state: _state, ...command }: Item): StoredCommand {
  return command
}

function done(result: OkResult): Settled {
  return { status: 'done', result }
}

function failed(problem: ProblemDetails): Settled {
  return { status: 'failed', problem }
}

function uncertain(): ProblemError {
  return new ProblemError({
    code: 'client.uncertain',
    detail: 'the server may have processed the command before the connection was lost',
  })
}

/** Whether an entry may be what a `pause` or `unpause` of this role did, or what undid it. */
function isChangeFor({ type }: Command, entry: Entry, role: Identity['role']): boolean {
  switch (entry.kind) {
    case 'paused':
      return type === 'unpause' || entry.by.type === role
    case 'assigned':
    case 'resumed':
      return true
    default:
      return false
  }
}

/** Whether the same command may be taken a moment later. */
function mayPass({ code }: ProblemError): boolean {
  switch (code) {
    case 'client.unreachable':
    case 'connection.not_found':
    case 'auth.expired':
    case 'turn.in_progress':
    case 'session.busy':
    case 'service.overloaded':
    case 'store.unavailable':
    case 'internal':
      return true
    default:
      return false
  }
}

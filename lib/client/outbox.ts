import type { Entry } from '../protocol/entry.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { Log } from './log.ts'
import { type ProblemDetails, ProblemError, unreachable } from './problem-error.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { Identity } from './state.ts'
import type { Command, OutboxItem, SentCommand, Settled } from './surface.ts'

/** The client's copy of the log. */
export interface View {
  readonly log: Log
  /** True if commands can be sent: the client is connected and knows its cursor. */
  readonly isReady: boolean
  /** True if the server has said on this connection that the log is complete, and no entry is known to be missing. */
  readonly isCurrent: boolean
  /** The highest `seq` that the server has, as far as known. */
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
  /** Reads the log back until it begins at `seq`, up to a limit. */
  loadBackTo(seq: number): Promise<void>
  /** Records that the entry `seq` exists, so that the log must get it. */
  expect(seq: number): void
  onChange(): void
}

interface Item extends StoredCommand {
  readonly state: OutboxItem['state']
}

/** Wait before a command is sent again after a temporary failure. It doubles. */
const AGAIN_MS = 1_000
const MOST_AGAIN_MS = 15_000
/** After this many internal errors the server is assumed to fail on this command every time. */
const MOST_FAILURES = 5

/**
 * The commands of one conversation that the server has not acknowledged. Sends them one at a time and in order, since
 * the frames of one socket may overtake each other.
 */
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

  /** The commands to show after the log. The same array until something changes. */
  get items(): readonly OutboxItem[] {
    return this.#shown
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  /** Whether the log must still be watched for their entries. */
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

  /** Sends a failed command again, before the waiting ones. */
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

  /** Removes the commands whose entries are in the log. */
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

  /** Sends the first waiting command, if it can be sent now. */
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

  /** Ends the wait of a postponed command, since conditions have improved. */
  kick(): void {
    this.#again?.()
    this.#again = undefined
    this.#tries = 0
    this.pump()
  }

  /** Settles all commands for their callers as failed. Storage keeps those that are not acknowledged. */
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
   * Whether a command that was sent before must be sent again. The server may have carried it out although the answer
   * was lost. The server knows only the newest ids, so this looks for its effect in the log. Waits for the log if
   * necessary.
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
      // If the message were in the log, `absorb` would have removed it.
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
        // If control has not changed, the command had no effect, and sending it again is safe.
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

/** Whether an entry may be the effect of a `pause` or `unpause` of this role, or may have undone it. */
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

/** Whether the server may accept the same command a moment later. */
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

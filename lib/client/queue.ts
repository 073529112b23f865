import type { ProblemDetails } from './problem-error.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { OutboxItem, Settled } from './surface.ts'

export interface QueuedCommand extends StoredCommand {
  readonly state: OutboxItem['state']
}

/**
 * The commands of one conversation whose entries are not in its log yet, in the order in which they were given, and the
 * promises of their outcomes. Stores the commands that are not acknowledged.
 */
export class Queue {
  readonly #shelf: Shelf
  readonly #onChange: () => void
  readonly #settled = new Map<string, (outcome: Settled) => void>()
  #items: readonly QueuedCommand[]
  #shown: readonly OutboxItem[] = []
  #order: number

  constructor(shelf: Shelf, restored: readonly StoredCommand[], onChange: () => void) {
    this.#shelf = shelf
    this.#onChange = onChange
    this.#items = restored.map(command => ({ ...command, state: stateOf(command) }))
    this.#order = Math.max(0, ...restored.map(({ order }) => order + 1))
    this.#show()
  }

  get items(): readonly QueuedCommand[] {
    return this.#items
  }

  /** The commands without the fields that only the outbox needs. The same array until something changes. */
  get shown(): readonly OutboxItem[] {
    return this.#shown
  }

  /** Appends a command that waits. Returns the promise of its outcome. */
  add(command: Omit<StoredCommand, 'order'>): Promise<Settled> {
    const item: QueuedCommand = { ...command, order: this.#order++, state: { status: 'waiting' } }
    const settled = new Promise<Settled>(resolve => this.#settled.set(item.id, resolve))
    this.#shelf.put(stored(item))
    this.#become([...this.#items, item])
    return settled
  }

  /** Replaces the command with the same id, if it is in the queue. */
  replace(item: QueuedCommand): void {
    this.#shelf.put(stored(item))
    this.#put(item)
  }

  /** Settles a command, and keeps it until its entry `seq` is in the log. */
  acknowledge(item: QueuedCommand, seq: number, outcome: Settled): void {
    this.#shelf.remove(item.id)
    this.#settle(item.id, outcome)
    this.#put({ ...item, state: { status: 'acknowledged', seq } })
  }

  /** Settles a command, and keeps it until a person decides. */
  fail(item: QueuedCommand, problem: ProblemDetails): void {
    this.#settle(item.id, failed(problem))
    this.replace({ ...item, problem, state: { status: 'failed', problem } })
  }

  remove(id: string, outcome: Settled): void {
    this.#shelf.remove(id)
    this.#settle(id, outcome)
    this.#become(this.#items.filter(each => each.id !== id))
  }

  /** Settles all commands for their callers as failed. Storage keeps those that are not acknowledged. */
  close(problem: ProblemDetails): void {
    for (const id of [...this.#settled.keys()]) this.#settle(id, failed(problem))
  }

  #settle(id: string, outcome: Settled): void {
    this.#settled.get(id)?.(outcome)
    this.#settled.delete(id)
  }

  #put(item: QueuedCommand): void {
    this.#become(this.#items.map(each => (each.id === item.id ? item : each)))
  }

  #become(items: readonly QueuedCommand[]): void {
    this.#items = items
    this.#show()
    this.#onChange()
  }

  #show(): void {
    this.#shown = this.#items.map(({ id, command, at, state }) => ({ id, command, at, state }))
  }
}

function stateOf({ problem }: StoredCommand): OutboxItem['state'] {
  return problem ? { status: 'failed', problem } : { status: 'waiting' }
}

function stored({ state: _state, ...command }: QueuedCommand): StoredCommand {
  return command
}

function failed(problem: ProblemDetails): Settled {
  return { status: 'failed', problem }
}

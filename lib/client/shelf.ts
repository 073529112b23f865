import type { KeyValueStorage } from './environment.ts'
import type { ProblemDetails } from './problem-error.ts'
import type { Command } from './surface.ts'

/** A command as stored. */
export interface StoredCommand {
  readonly id: string
  readonly session: string
  readonly command: Command
  /** When the command was given, in milliseconds since 1970. */
  readonly at: number
  /** The order of commands of the same millisecond. */
  readonly order: number
  /** The highest `seq` that the server had, as far as known, when the command was first sent. */
  readonly sentAfter?: number
  readonly problem?: ProblemDetails
}

const PREFIX = 'interlude.outbox'

/**
 * Stores the commands of one person until they are acknowledged. Without a storage, or if it fails, it keeps nothing.
 */
export class Shelf {
  readonly #storage: KeyValueStorage | undefined
  readonly #prefix: string

  constructor(storage: KeyValueStorage | undefined, botId: string, person: string | undefined) {
    // Do not store commands without a person's name: the next person's client would send them.
    this.#storage = person === undefined ? undefined : storage
    this.#prefix = `${PREFIX}.${encodeURIComponent(botId)}.${encodeURIComponent(person ?? '')}.`
  }

  put(command: StoredCommand): void {
    attempt(() => this.#storage?.set(`${this.#prefix}${command.id}`, JSON.stringify(command)))
  }

  remove(id: string): void {
    attempt(() => this.#storage?.remove(`${this.#prefix}${id}`))
  }

  /** All stored commands in the order in which they were given. Removes items that cannot be read. */
  all(): StoredCommand[] {
    const keys = attempt(() => this.#storage?.keys().filter(key => key.startsWith(this.#prefix))) ?? []
    const found: StoredCommand[] = []
    for (const key of keys) {
      const text = attempt(() => this.#storage?.get(key))
      const command = attempt(() => JSON.parse(text ?? 'null') as StoredCommand | null)
      if (command && `${this.#prefix}${command.id}` === key && typeof command.session === 'string') found.push(command)
      else attempt(() => this.#storage?.remove(key))
    }
    return found.sort((a, b) => a.at - b.at || a.order - b.order)
  }
}

/** Runs an access to storage. Browsers may forbid storage, or have it full. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

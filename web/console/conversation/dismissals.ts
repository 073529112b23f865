import type { BrowserStorage } from './storage.ts'

/** A conversation keeps so many: the oldest ones are far up in the log. */
const MAX_KEPT = 200

/** The withheld drafts of one conversation that the agent put aside, in this browser. */
export class Dismissals {
  readonly #storage: BrowserStorage
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #seqs: ReadonlySet<number>

  constructor(storage: BrowserStorage, session: string) {
    this.#storage = storage
    this.#key = `interlude.dismissed.${session}`
    this.#seqs = new Set(seqsIn(storage.get(this.#key)))
  }

  has(seq: number): boolean {
    return this.#seqs.has(seq)
  }

  /** Puts a draft aside, or takes it out again. */
  set(seq: number, isDismissed: boolean): void {
    const others = [...this.#seqs].filter(each => each !== seq)
    const kept = isDismissed ? [...others, seq].slice(-MAX_KEPT) : others
    this.#seqs = new Set(kept)
    if (kept.length === 0) this.#storage.remove(this.#key)
    else this.#storage.set(this.#key, JSON.stringify(kept))
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Reads what was kept. Anything else that stands there is nothing. */
function seqsIn(text: string | undefined): readonly number[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(each => Number.isInteger(each)) : []
  } catch {
    return []
  }
}

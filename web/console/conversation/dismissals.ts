import type { BrowserStorage } from './storage.ts'

/** Most dismissed drafts that a conversation keeps. Older ones are far up in the log. */
const MAX_KEPT = 200

/** The withheld drafts of one conversation that the agent dismissed, kept in this browser. */
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

  /** Dismisses a draft, or restores it. */
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

/** Parses the stored value. Treats an invalid one as empty. */
function seqsIn(text: string | undefined): readonly number[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(each => Number.isInteger(each)) : []
  } catch {
    return []
  }
}

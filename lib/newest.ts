/** A map of at most `most` entries. It drops the entry that was put first, so that memory stays bounded. */
export class Newest<K, V> {
  readonly #things = new Map<K, V>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get(key: K): V | undefined {
    return this.#things.get(key)
  }

  put(key: K, value: V): void {
    this.#things.delete(key)
    this.#things.set(key, value)
    if (this.#things.size <= this.#most) return
    const [oldest] = this.#things.keys()
    if (oldest !== undefined) this.#things.delete(oldest)
  }

  delete(key: K): void {
    this.#things.delete(key)
  }

  keys(): Iterable<K> {
    return this.#things.keys()
  }
}

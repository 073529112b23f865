import type { BrowserStorage } from '../storage.ts'

const MAX_USED = 50

/** Remembers in this browser which canned replies an agent used last. */
export class UsedReplies {
  readonly #storage: BrowserStorage
  readonly #key: string
  #keys: readonly string[]

  constructor(storage: BrowserStorage, botId: string, agentId: string) {
    this.#storage = storage
    this.#key = `interlude.replies.${botId}.${agentId}`
    this.#keys = parsed(storage.get(this.#key))
  }

  /** Returns keys of replies, the last used first. */
  list(): readonly string[] {
    return this.#keys
  }

  add(key: string): void {
    this.#keys = [key, ...this.#keys.filter(each => each !== key)].slice(0, MAX_USED)
    this.#storage.set(this.#key, JSON.stringify(this.#keys))
  }
}

function parsed(text: string | undefined): readonly string[] {
  try {
    const keys: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(keys) ? keys.filter(key => typeof key === 'string') : []
  } catch {
    return []
  }
}

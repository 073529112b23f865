import type { BrowserStorage } from './storage.ts'

/** A draft is an answer to the user, or a note for agents: the two never mix. */
export type Mode = 'reply' | 'note'

export const MODES = ['reply', 'note'] as const satisfies readonly Mode[]

/** Keeps what is typed, by conversation and mode. A browser that forbids storage keeps it as long as the page. */
export class Drafts {
  readonly #storage: BrowserStorage
  readonly #typed = new Map<string, string>()

  constructor(storage: BrowserStorage) {
    this.#storage = storage
  }

  /** Empty where nothing was typed. */
  read(session: string, mode: Mode): string {
    const key = keyOf(session, mode)
    return this.#typed.get(key) ?? this.#storage.get(key) ?? ''
  }

  write(session: string, mode: Mode, text: string): void {
    const key = keyOf(session, mode)
    this.#typed.set(key, text)
    if (text === '') this.#storage.remove(key)
    else this.#storage.set(key, text)
  }
}

const keyOf = (session: string, mode: Mode) => `interlude.draft.${mode}.${session}`

/** Puts words into a draft. A draft that somebody began stays, and the words stand below it. */
export const withWords = (draft: string, words: string): string =>
  draft.trim() === '' ? words : `${draft.trimEnd()}\n${words}`

import type { BrowserStorage } from './storage.ts'

/** The kind of a draft: an answer to the user, or a note for agents. The two never mix. */
export type Mode = 'reply' | 'note'

export const MODES = ['reply', 'note'] as const satisfies readonly Mode[]

/** Stores typed text by conversation and mode. If the browser forbids storage, drafts last as long as the page. */
export class Drafts {
  readonly #storage: BrowserStorage
  readonly #typed = new Map<string, string>()

  constructor(storage: BrowserStorage) {
    this.#storage = storage
  }

  /** Returns an empty text if there is no draft. */
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

/** Adds words to a draft, below the text that it has. */
export const withWords = (draft: string, words: string): string =>
  draft.trim() === '' ? words : `${draft.trimEnd()}\n${words}`

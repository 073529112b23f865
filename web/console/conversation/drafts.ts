import { type Added, readStored, storedText } from './added.ts'
import type { BrowserStorage } from './storage.ts'

/** The kind of a draft: an answer to the user, or a note for agents. The two never mix. */
export type Mode = 'reply' | 'note'

export const MODES = ['reply', 'note'] as const satisfies readonly Mode[]

/** The parts of a draft that are stored: the text of each mode, and the choices that go along with the answer. */
type Part = Mode | 'added'

/** Stores typed text by conversation and mode, and the choices of an answer. If the browser forbids storage, drafts last as long as the page. */
export class Drafts {
  readonly #storage: BrowserStorage
  readonly #typed = new Map<string, string>()

  constructor(storage: BrowserStorage) {
    this.#storage = storage
  }

  /** Returns an empty text if there is no draft. */
  read(session: string, mode: Mode): string {
    return this.#read(session, mode)
  }

  write(session: string, mode: Mode, text: string): void {
    this.#write(session, mode, text)
  }

  /** Returns the choices that go along with the answer. */
  readAdded(session: string): Added {
    return readStored(this.#read(session, 'added'))
  }

  writeAdded(session: string, added: Added): void {
    this.#write(session, 'added', storedText(added))
  }

  #read(session: string, part: Part): string {
    const key = keyOf(session, part)
    return this.#typed.get(key) ?? this.#storage.get(key) ?? ''
  }

  #write(session: string, part: Part, text: string): void {
    const key = keyOf(session, part)
    this.#typed.set(key, text)
    if (text === '') this.#storage.remove(key)
    else this.#storage.set(key, text)
  }
}

const keyOf = (session: string, part: Part) => `interlude.draft.${part}.${session}`

/** Adds words to a draft, below the text that it has. */
export const withWords = (draft: string, words: string): string =>
  draft.trim() === '' ? words : `${draft.trimEnd()}\n${words}`

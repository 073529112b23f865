import type { ErrorCode } from '../protocol/problem.ts'
import type { Credentials, TokenSource } from './credentials.ts'
import type { Clock } from './environment.ts'
import { type ClientErrorCode, unreachable } from './problem-error.ts'

/** Time limit of a call of the token source. */
const SOURCE_MS = 30_000

/** The consequence of an error for signing in. */
export type Verdict = 'try again' | 'expired' | 'refused'

export function verdictOn(code: ErrorCode | ClientErrorCode): Verdict {
  switch (code) {
    case 'auth.missing':
    case 'auth.invalid':
    case 'auth.expired':
      return 'expired'
    case 'auth.forbidden':
    case 'bot.not_found':
      return 'refused'
    default:
      return 'try again'
  }
}

/** The current token. Calls its source at most once at a time. */
export class Tokens {
  readonly #source: TokenSource
  readonly #clock: Clock
  #asked: Promise<Credentials | undefined> | undefined
  #isAskedStale: boolean = false
  #current: Credentials | undefined
  #isStale: boolean = false
  #isFresh: boolean = false

  constructor(source: TokenSource, clock: Clock) {
    this.#source = source
    this.#clock = clock
  }

  /**
   * Records that the server refused this token, so that the next one must be fresh. Returns whether this one was fresh,
   * in which case another will hardly be accepted.
   */
  refused(token: string): boolean {
    if (this.#current?.token === token) {
      this.#current = undefined
      this.#isStale = true
    }
    return this.#isFresh
  }

  /** Returns the current token, or a new one. */
  async current(): Promise<Credentials | undefined> {
    return this.#current ?? (await this.fetch())
  }

  /** Calls the source. Throws its errors. */
  async fetch(ask: { readonly isStale: boolean } = { isStale: this.#isStale }): Promise<Credentials | undefined> {
    if (this.#asked === undefined || (ask.isStale && !this.#isAskedStale)) {
      this.#isAskedStale = ask.isStale
      const asked = this.#ask(ask.isStale).finally(() => {
        if (this.#asked === asked) this.#asked = undefined
      })
      this.#asked = asked
    }
    return await this.#asked
  }

  async #ask(isStale: boolean): Promise<Credentials | undefined> {
    const given = await this.#inTime(this.#source({ isStale }))
    this.#current = typeof given === 'string' ? { token: given } : given
    this.#isStale = false
    this.#isFresh = isStale
    return this.#current
  }

  async #inTime<T>(promise: Promise<T>): Promise<T> {
    return await new Promise((resolve, reject) => {
      const undo = this.#clock.after(SOURCE_MS, () => reject(unreachable('the token source did not answer')))
      promise.then(resolve, reject).finally(undo)
    })
  }
}

import type { ErrorCode } from '../protocol/problem.ts'
import type { Credentials, TokenSource } from './credentials.ts'
import type { Clock } from './environment.ts'
import { type ClientErrorCode, unreachable } from './problem-error.ts'

/** A token source that takes longer has failed this time. */
const SOURCE_MS = 30_000

/** How an error bears on the person who is to be let in. */
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

/** The token in use. Asks its source once at a time. */
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
   * Says that the server refused this token: the next one must be a fresh one. Returns whether this one was fresh already, so
   * that another will hardly be better.
   */
  refused(token: string): boolean {
    if (this.#current?.token === token) {
      this.#current = undefined
      this.#isStale = true
    }
    return this.#isFresh
  }

  /** The token at hand, or a new one. */
  async current(): Promise<Credentials | undefined> {
    return this.#current ?? (await this.fetch())
  }

  /** Asks the source. Throws what it throws. */
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

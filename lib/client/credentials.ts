/** A token. Accepts the answer of `POST …/users/token` as it is; with its ids an end user's log opens at its end. */
export interface Credentials {
  readonly token: string
  readonly userId?: string
  readonly channel?: string
}

export interface TokenAsk {
  /** True if the server refused the last token or it ends soon, so do not return a cached one. */
  readonly isStale: boolean
}

/**
 * Returns a token. Called once for each attempt to connect, and shortly before a token ends. `undefined` means that the
 * person must sign in (state `expired`). It may throw a `ProblemError`: `auth.forbidden` and `bot.not_found` lead to
 * state `refused`, other `auth.…` codes to `expired`. After any other error the client tries again.
 */
export type TokenSource = (ask: TokenAsk) => Promise<Credentials | string | undefined>

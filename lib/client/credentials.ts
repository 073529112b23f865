/** A token. The answer of `POST …/users/token` will do as it is: with its ids an end user's log is opened at its end. */
export interface Credentials {
  readonly token: string
  readonly userId?: string
  readonly channel?: string
}

export interface TokenAsk {
  /** Whether the last token was refused or ends soon: a cached one is of no use. */
  readonly isStale: boolean
}

/**
 * Gets a token, once for each attempt to connect and shortly before each token's end. `undefined` means that somebody must
 * sign in (state `expired`). It may throw a `ProblemError`: `auth.forbidden` and `bot.not_found` end in state `refused`,
 * `auth.…` in `expired`, everything else is tried again.
 */
export type TokenSource = (ask: TokenAsk) => Promise<Credentials | string | undefined>

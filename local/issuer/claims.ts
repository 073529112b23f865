/** The application that tokens are for. */
export const CLIENT_ID = 'interlude-console'

/** The scopes that the console asks for: the person's id and name. */
export const SCOPE = 'openid profile'

/** Whom a token speaks for, and how long. */
export interface Grant {
  readonly sub: string
  readonly name?: string
  readonly groups: readonly string[]
  readonly lifetimeSeconds: number
}

/** The claims that make an access token look like Cognito's. */
export const accessClaims = ({ sub, name, groups }: Omit<Grant, 'lifetimeSeconds'>, authTimeSeconds: number) => ({
  'cognito:groups': [...groups],
  token_use: 'access',
  auth_time: authTimeSeconds,
  username: sub,
  ...(name === undefined ? {} : { name }),
})

/** The client that tokens are issued to. */
export const CLIENT_ID = 'interlude-console'

/** The scopes that the console asks for: the person's id and name. */
export const SCOPE = 'openid profile'

/** The subject, groups and lifetime of a token. */
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

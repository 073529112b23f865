import { byTokens } from '../auth/authenticate.ts'
import type { Parts } from '../compose.ts'
import { defined } from '../defined.ts'
import type { Env } from './env.ts'

/** Makes the authenticator of a deployment, with its issuer of agents' tokens. */
export function tokens(env: Env): Parts['auth'] {
  return byTokens({
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    rolesClaim: env.OIDC_ROLES_CLAIM,
    ...defined({ jwksUrl: env.OIDC_JWKS_URL }),
  })
}

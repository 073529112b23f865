import type { JWTVerifyGetKey } from 'jose'
import type { Directory } from '../bots/directory.ts'
import type { Clock } from '../ports/system.ts'
import { createAgentVerifier, type OidcSettings } from './agents.ts'
import { type Authenticator, createAuthenticator } from './authenticate.ts'

/**
 * Makes the authenticator: bots and end users by the directory's secrets, agents by their issuer's keys. `keys`
 * replaces a request for them.
 */
export function byTokens(oidc: OidcSettings, keys?: JWTVerifyGetKey) {
  return (directory: Directory, clock: Clock): Authenticator =>
    createAuthenticator(directory, clock, createAgentVerifier(oidc, keys))
}

import type { JWTVerifyGetKey } from 'jose'
import type { Directory } from '../bots/directory.ts'
import type { Clock } from '../ports/system.ts'
import { createAgentVerifier, type OidcSettings } from './agents.ts'
import { type Authenticator, createAuthenticator } from './authenticate.ts'

/** Tells callers by their tokens: bots and end users by what the directory knows, agents by their issuer's keys (`keys`: instead of asking it). */
export function byTokens(oidc: OidcSettings, keys?: JWTVerifyGetKey) {
  return (directory: Directory, clock: Clock): Authenticator =>
    createAuthenticator(directory, clock, createAgentVerifier(oidc, keys))
}

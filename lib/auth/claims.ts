import { decodeJwt } from 'jose'
import { Newest } from '../newest.ts'

/** The claims that say whose token it is. An unverified token may have any type of value there. */
export interface ReadClaims {
  readonly iss?: unknown
  readonly sub?: unknown
}

/** The newest tokens whose claims are kept: a client sends its token with every request. */
const MAX_READ = 500
const read = new Newest<string, ReadClaims>(MAX_READ)

/** Reads the claims of a token without verifying it. Throws if it is not a JWT. */
export function readClaims(token: string): ReadClaims {
  const known = read.get(token)
  if (known) return known
  const { iss, sub } = decodeJwt(token)
  const claims: ReadClaims = { iss, sub }
  read.put(token, claims)
  return claims
}

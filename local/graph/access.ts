import { timingSafeEqual } from 'node:crypto'
import { failed, failureOf, GraphError } from './errors.ts'
import { proofOf } from './escape.ts'
import { type Call, textOf } from './parameters.ts'
import type { App, Page } from './types.ts'

/** A page's access token, for one application. */
export interface Token {
  readonly value: string
  readonly app: App
  readonly page: Page
  readonly scopes: Set<string>
  readonly issuedAt: number
  /** Missing: it does not expire. */
  expiresAt?: number
  state: 'valid' | 'expired' | 'revoked'
}

/** The permissions of a new token. */
export const SCOPES = ['pages_messaging', 'pages_manage_metadata', 'pages_read_engagement', 'pages_show_list'] as const

export type Tokens = ReadonlyMap<string, Token>

/**
 * Returns the token of a call. Checks `appsecret_proof` if the call has one or the application requires one:
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests. Throws GraphError.
 */
export const authorize = ({ parameters, bearer }: Call, tokens: Tokens): Token => {
  const value = textOf(parameters, 'access_token') ?? bearer
  if (value === undefined)
    throw new GraphError({ code: 104, message: 'An access token is required to request this resource.' })
  const token = tokens.get(value)
  if (token === undefined) throw failed(190)
  if (token.state === 'expired') throw failed(190, 463)
  if (token.state === 'revoked') throw failed(190, 460)
  checkProof(textOf(parameters, 'appsecret_proof'), token)
  return token
}

const checkProof = (proof: string | undefined, { value, app }: Token): void => {
  if (proof === undefined) {
    if (app.requiresProof) throw badProof('API calls from the server require an appsecret_proof argument')
    return
  }
  const expected = Buffer.from(proofOf(value, app.secret))
  const given = Buffer.from(proof)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw badProof('Invalid appsecret_proof provided in the API argument')
}

const badProof = (message: string) => new GraphError({ code: 100, type: 'GraphMethodException', message })

/** Throws GraphError if the token lacks a permission. */
export const need = (token: Token, scope: (typeof SCOPES)[number]): void => {
  if (!token.scopes.has(scope))
    throw new GraphError({ ...failureOf(200), message: `(#200) Requires ${scope} permission to manage the object` })
}

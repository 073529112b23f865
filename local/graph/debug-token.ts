import type { Token } from './access.ts'
import { failed, failureOf, invalidParameter } from './errors.ts'
import { type Call, textOf } from './parameters.ts'
import type { App, Json } from './types.ts'
import type { World } from './world.ts'

/** `GET /debug_token?input_token=…`: https://developers.facebook.com/docs/graph-api/reference/debug_token. Throws GraphError. */
export const debugToken = (world: World, call: Call): Json => {
  if (appOf(world, call) === undefined) throw failed(190)
  const input = textOf(call.parameters, 'input_token')
  if (input === undefined) throw invalidParameter('The parameter input_token is required')
  const token = world.tokens.get(input)
  if (token === undefined) return invalid(failureOf(190))
  switch (token.state) {
    case 'valid':
      return { data: { ...facts(token), is_valid: true } }
    case 'expired':
      return invalid(failureOf(190, 463), token)
    case 'revoked':
      return invalid(failureOf(190, 460), token)
    default:
      return token.state satisfies never
  }
}

const facts = ({ app, page, scopes, issuedAt, expiresAt = 0 }: Token): Json => ({
  app_id: app.id,
  type: 'PAGE',
  application: app.name,
  data_access_expires_at: 0,
  expires_at: Math.floor(expiresAt / 1_000),
  issued_at: Math.floor(issuedAt / 1_000),
  profile_id: page.id,
  scopes: [...scopes],
  granular_scopes: [...scopes].map(scope => ({ scope, target_ids: [page.id] })),
})

const invalid = (
  { code, subcode, message }: { code: number; subcode?: number; message: string },
  token?: Token,
): Json => ({
  data: {
    ...(token === undefined ? {} : facts(token)),
    error: { code, message, ...(subcode === undefined ? {} : { subcode }) },
    is_valid: false,
    scopes: [],
  },
})

/** The application of an app access token (`id|secret`) or of a page's token. Undefined if it is neither. */
export const appOf = ({ apps, tokens }: World, { parameters, bearer }: Call): App | undefined => {
  const value = textOf(parameters, 'access_token') ?? bearer ?? ''
  const app = apps.get(value.split('|', 1)[0] ?? '')
  if (app !== undefined && value === `${app.id}|${app.secret}`) return app
  const token = tokens.get(value)
  return token?.state === 'valid' ? token.app : undefined
}

import { createHmac } from 'node:crypto'

/**
 * Writes JSON as Meta sends and signs it: in ASCII, other characters as `\u` with lower-case digits. Slashes have a
 * backslash, as in the examples of
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks.
 */
export const escapedJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/\//g, '\\/')
    .replace(/[^\u0020-\u007e]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The header `X-Hub-Signature-256` of a body. */
export const signatureOf = (body: string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`

/**
 * The proof that the caller of a token knows the application's secret:
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests.
 */
export const proofOf = (token: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(token).digest('hex')

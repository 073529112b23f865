import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { StoredBot } from '../ports/bots.ts'
import type { Instant } from '../session/session.ts'

/** The conversations that the link of an alert confirms: those that waited `at` this time, or one of them. */
export interface AlertLink {
  readonly at: Instant
  readonly conversation?: { readonly id: string; readonly episode: number }
}

/** How long a link works. A wait ends sooner unless the operator says otherwise. */
const LINK_MS = 24 * 3600 * 1000

const Payload = z.tuple([z.int().min(0), z.string().exactOptional(), z.int().min(1).exactOptional()])

type Signer = Pick<StoredBot, 'userTokenSecret'>

/** The first part of what is signed says what for, so that no other signature with this secret passes as a link. */
function signatureOf({ userTokenSecret }: Signer, botId: string, payload: string): Buffer {
  return createHmac('sha256', userTokenSecret)
    .update(JSON.stringify(['alert-link', botId, payload]))
    .digest()
}

/**
 * Makes the token of a link that confirms an alert without a sign-in. Not a JWT: the functions that alert need no
 * library for one function, and a signature takes no time of its own.
 */
export function signAlertLink(bot: Signer, botId: string, { at, conversation }: AlertLink): string {
  const fields = conversation ? [at, conversation.id, conversation.episode] : [at]
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url')
  return `${payload}.${signatureOf(bot, botId, payload).toString('base64url')}`
}

/** Reads the token of a link. Undefined if it is not valid, not for this bot, or too old. */
export function readAlertLink(bot: Signer, botId: string, token: string, now: Instant): AlertLink | undefined {
  const [payload = '', signature = '', ...more] = token.split('.')
  const expected = signatureOf(bot, botId, payload)
  const given = Buffer.from(signature, 'base64url')
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const [at, id, episode] = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  if (now >= at + LINK_MS) return undefined
  return id === undefined || episode === undefined ? { at } : { at, conversation: { id, episode } }
}

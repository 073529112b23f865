import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../../lib/app.ts'
import { identitySignature } from '../../lib/auth/users.ts'
import { DEMO_BOT } from '../seed.ts'

/** The user that the demo shop signs in. */
const DEMO_USER = 'ida.larsen'
const SIGNED_FOR_MS = 60 * 60_000

export const DEMO_IDENTITY_PATH = '/_demo/identity'

/**
 * Plays the role of a shop's own server: `POST` returns the user of its page, signed with the bot's identity secret and
 * valid for an hour. Serves only this machine, and knows one user. Returns false for every other request.
 */
export function demoIdentity(app: Promise<App>) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (req.method !== 'POST' || req.url !== DEMO_IDENTITY_PATH) return false
    const { store } = await app
    const bot = await store.bot(DEMO_BOT)
    if (bot === undefined) {
      res.writeHead(404).end()
      return true
    }
    const expiresAt = new Date(Date.now() + SIGNED_FOR_MS).toISOString()
    const signature = identitySignature(bot.identitySecret, DEMO_USER, expiresAt)
    res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    res.end(JSON.stringify({ userId: DEMO_USER, expiresAt, signature }))
    return true
  }
}

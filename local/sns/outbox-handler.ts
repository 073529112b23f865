import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../send.ts'
import type { Outbox } from './outbox.ts'
import { outboxPage } from './outbox-page.ts'

/** Serves `GET /_outbox` for people and `GET /_outbox.json?after=N` for tests. Returns false for anything else. */
export const outboxHandler =
  (outbox: Outbox) =>
  (req: IncomingMessage, res: ServerResponse): boolean => {
    const [path, query] = (req.url ?? '').split('?', 2)
    if ((path !== '/_outbox' && path !== '/_outbox.json') || (req.method !== 'GET' && req.method !== 'HEAD'))
      return false
    if (path === '/_outbox') {
      const nonce = randomBytes(16).toString('base64')
      res.setHeader(
        'content-security-policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; ` +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      res.setHeader('referrer-policy', 'no-referrer')
      return send(res, 200, 'text/html; charset=utf-8', outboxPage(outbox.after(0), nonce))
    }
    const after = new URLSearchParams(query).get('after') ?? '0'
    if (!/^\d{1,15}$/.test(after)) return send(res, 400, 'application/json', '{"message":"after must be a number"}')
    return send(res, 200, 'application/json', JSON.stringify(outbox.after(Number(after))))
  }

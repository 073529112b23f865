import type { ServerResponse } from 'node:http'

/** Sends a short answer of the issuer's own. Pages are never cached, never framed, and load nothing but what `csp` names. */
export function send(
  res: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  res.end(res.req.method === 'HEAD' ? undefined : body)
}

export const HTML = 'text/html; charset=utf-8'

/** The headers that protect each page of the issuer. A form may lead to the console: browsers check where an answer redirects to as well. */
export const pageHeaders = (consoleOrigins: readonly string[]): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `form-action 'self' ${consoleOrigins.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';'),
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
})

import type { ServerResponse } from 'node:http'

/** Sends one of the issuer's own answers. It is not cached unless `headers` allow it. */
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

/**
 * The security headers of each page of the issuer. `form-action` names the console, because browsers also check the
 * redirects that follow a form.
 */
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

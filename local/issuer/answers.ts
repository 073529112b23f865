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

import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Says whether the header `X-Hub-Signature-256` signs the body with the app's secret. Compares in constant time. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks, "Validate Payloads". Meta signs
 * its JSON in ASCII, with `\u` escapes in small letters, and sends the same bytes. A proxy that decodes the escapes
 * changes the bytes but not the content, so the body is tried in the escaped form, too.
 */
export function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const [, hex = ''] = /^sha256=([0-9a-fA-F]{64})$/.exec(header ?? '') ?? []
  if (hex === '') return false
  const given = Buffer.from(hex, 'hex')
  const signs = (text: Buffer | string) => timingSafeEqual(given, createHmac('sha256', secret).update(text).digest())
  return signs(body) || (body.some(byte => byte > 0x7f) && signs(escaped(body)))
}

function escaped(body: Buffer): string {
  return body
    .toString('utf8')
    .replace(/[^\0-\x7f]/g, unit => [...Array(unit.length).keys()].map(at => escapeOf(unit.charCodeAt(at))).join(''))
}

function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}

import type { ServerResponse } from 'node:http'
import type { Headers } from '../../lib/web/pages.ts'
import type { Missing } from './folder.ts'

interface Said {
  readonly status: number
  readonly text: string
  /** Seconds before the browser retries. */
  readonly againSeconds?: number
}

const SAID: Readonly<Record<Missing, Said>> = {
  building: { status: 503, text: 'Interlude is building its pages. This takes a few seconds.', againSeconds: 1 },
  failed: {
    status: 503,
    text: 'Interlude could not build its pages. See its terminal for the reason. "npm run build:web" tries again. The API works all the same.',
  },
  'no such file': { status: 404, text: 'Interlude has no such page.' },
}

/** Answers in plain text why there is no page. Makes a browser retry while the pages are being built. */
export function sendMissing(res: ServerResponse, headers: Headers, why: Missing): void {
  const { status, text, againSeconds } = SAID[why]
  const again = againSeconds === undefined ? {} : { 'retry-after': String(againSeconds), refresh: String(againSeconds) }
  sendText(res, status, text, { ...headers, ...again, 'cache-control': 'no-store' })
}

export function sendText(res: ServerResponse, status: number, text: string, headers: Headers): void {
  const body = `${text}\n`
  res.writeHead(status, {
    ...headers,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  res.end(body)
}

export function sendJson(res: ServerResponse, value: unknown, headers: Headers): void {
  const body = JSON.stringify(value)
  res.writeHead(200, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  res.end(body)
}

export function redirect(res: ServerResponse, location: string): void {
  res.writeHead(302, {
    location,
    'content-length': 0,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  res.end()
}

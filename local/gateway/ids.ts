import { randomFillSync } from 'node:crypto'

const POOL = Buffer.allocUnsafe(8192)
let used = POOL.length

/** Takes random bytes from a pool, which costs one call to the kernel per 8 KB instead of one per request. */
const random = (bytes: number): Buffer => {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  const slice = POOL.subarray(used, used + bytes)
  used += bytes
  return slice
}

/**
 * An id in API Gateway's format: 16 characters ending in `=` (88 random bits), for requests, messages and connections.
 */
export const gatewayId = (): string => `${random(11).toString('base64url')}=`

/** A request id in Lambda's format: a version 4 UUID. */
export const invocationId = (): string => {
  const hex = random(16).toString('hex')
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** An X-Ray root for `X-Amzn-Trace-Id`. */
export const traceId = (now: number): string =>
  `Root=1-${Math.floor(now / 1000).toString(16)}-${random(12).toString('hex')}`

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)

let second = -1
let formatted = ''

/** Formats a time as API Gateway does: `21/Apr/2020:15:08:21 +0000`. */
export const logTime = (now: number): string => {
  const thisSecond = Math.floor(now / 1000)
  if (thisSecond !== second) {
    const at = new Date(now)
    const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`
    formatted = `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
    second = thisSecond
  }
  return formatted
}

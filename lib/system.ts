import { randomBytes } from 'node:crypto'
import type { Clock, Ids } from './ports/system.ts'

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
}

/** Unguessable ids: 131 bits, letters and digits of base64url. */
export const randomIds: Ids = {
  make: prefix => prefix + randomBytes(18).toString('base64url').slice(0, 22),
}

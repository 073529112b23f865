import { Newest } from '../newest.ts'
import type { CallResult } from '../ports/outside.ts'
import type { ChannelConfig } from '../protocol/channels.ts'
import type { Instant } from '../session/session.ts'
import { memoryOf } from './memory-of.ts'

type Skipped = Extract<CallResult, { readonly status: 'skipped' }>

interface Quiet {
  readonly until: Instant
  readonly reason: string | undefined
}

const MAX_ACCOUNTS = 1_000
/** By an application's directory. */
const quiet = memoryOf(() => new Newest<string, Quiet>(MAX_ACCOUNTS))

/**
 * Says that the platform of a channel asked to leave the whole account alone: the other conversations wait, too, instead
 * of finding it out one by one. Each process keeps its own list. A configuration with a new token is another key.
 */
export function leaveAlone(directory: object, config: ChannelConfig, result: Skipped, now: Instant): void {
  if (!result.forAccount) return
  quiet(directory).put(JSON.stringify(config), { until: now + result.waitMs, reason: result.reason })
}

/** Returns why and for how long a channel's account is left alone, or undefined if it may be called. */
export function leftAlone(directory: object, config: ChannelConfig, now: Instant): Skipped | undefined {
  const found = quiet(directory).get(JSON.stringify(config))
  if (!found || now >= found.until) return undefined
  return { status: 'skipped', waitMs: found.until - now, ...(found.reason !== undefined && { reason: found.reason }) }
}

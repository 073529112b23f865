import type { CallResult, PlatformAnswer } from '../../ports/outside.ts'
import type { Log } from '../../ports/system.ts'
import { listOf, objectOf } from '../fields.ts'
import { reportToken, tokenServes } from '../token-reports.ts'
import { errorIn, errorName } from './answer.ts'
import { failureOf } from './failures.ts'

/** The header with the time that Meta asks to wait. Source: developers.facebook.com/docs/graph-api/overview/rate-limiting. */
export const USAGE_HEADER = 'x-business-use-case-usage'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
/** Wait after an answer that names none, between two tries of a token that no longer serves, and the longest wait. */
const USUAL_WAIT_MS = 2 * MINUTE_MS
const TOKEN_WAIT_MS = 5 * MINUTE_MS
const MAX_WAIT_MS = 60 * MINUTE_MS

/**
 * Reads the answer to a call, by the table of `failures.ts`. Meta may have carried out a call whose answer never came, or
 * came with the status 5xx. Such a call is tried again all the same: the user rather gets a message twice than never.
 * Meta has no key that would prevent the second one.
 */
export function resultOf(
  answer: PlatformAnswer,
  { log, pageId }: { readonly log: Log; readonly pageId: string },
): CallResult {
  if (answer.status === 'unreachable') return { status: 'retry', reason: `Facebook: ${answer.reason}` }
  const { code, error_subcode, fbtrace_id, is_transient } = errorIn(answer)
  if (typeof code !== 'number') return withoutCode(answer, { log, pageId })
  const subcode = typeof error_subcode === 'number' ? error_subcode : undefined
  const name = errorName(code, subcode)
  const { treatment, reason } = failureOf(code, subcode) ?? UNKNOWN
  switch (treatment) {
    case 'refuse':
      if (is_transient === true) return { status: 'retry', reason: `${reason} (Meta's error ${name})` }
      log.warn('Meta refused a call', { pageId, error: name, trace: traceOf(fbtrace_id) })
      return { status: 'refused', reason: `${reason} (Meta's error ${name})` }
    case 'wait':
      return {
        status: 'skipped',
        waitMs: waitOf(answer),
        reason: `Facebook asks to wait (Meta's error ${name})`,
        forAccount: true,
      }
    case 'token':
      reportToken(log, nameOf(pageId), "a page's token no longer serves: enter a new one", { pageId, error: name })
      return {
        status: 'skipped',
        waitMs: TOKEN_WAIT_MS,
        reason: `the page's token no longer serves (Meta's error ${name})`,
        forAccount: true,
      }
    case 'retry':
      return { status: 'retry', reason: `Facebook could not take the message (Meta's error ${name})` }
    default:
      return treatment satisfies never
  }
}

const nameOf = (pageId: string): string => `messenger:${pageId}`

/** An error that the table lacks may pass. The number of attempts is limited. */
const UNKNOWN = { treatment: 'retry', reason: undefined } as const

type Answered = Exclude<PlatformAnswer, { readonly status: 'unreachable' }>

function withoutCode(answer: Answered, { log, pageId }: { readonly log: Log; readonly pageId: string }): CallResult {
  if (answer.status === 200) {
    tokenServes(log, nameOf(pageId))
    return { status: 'ok', body: answer.body }
  }
  if (answer.status === 429)
    return { status: 'skipped', waitMs: waitOf(answer), reason: 'Facebook asks to wait', forAccount: true }
  return { status: 'retry', reason: `Facebook answered ${answer.status}` }
}

/** Returns how long Meta asks to wait, in ms: by `Retry-After` (seconds), or by the header of its limits (minutes). */
function waitOf({ retryAfterSeconds, headers }: Answered): number {
  const asked =
    retryAfterSeconds === undefined ? minutesOf(headers?.[USAGE_HEADER]) * MINUTE_MS : retryAfterSeconds * SECOND_MS
  return Math.min(Math.max(Math.ceil(asked) || USUAL_WAIT_MS, SECOND_MS), MAX_WAIT_MS)
}

/** Returns the longest `estimated_time_to_regain_access` of the header. */
function minutesOf(header: string | undefined): number {
  const found = Object.values(objectOf(jsonOf(header)))
    .flatMap(listOf)
    .map(usage => objectOf(usage).estimated_time_to_regain_access)
    .filter(minutes => typeof minutes === 'number')
  return Math.max(0, ...found)
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** Meta's support finds a call by this. */
function traceOf(id: unknown): string | undefined {
  return typeof id === 'string' ? id.slice(0, 100) : undefined
}

import { type Change, change } from './change.ts'
import type { Moment } from './policy.ts'
import type { Instant, Session, Tries } from './session.ts'

/**
 * A failed call of a channel or a bot. `deferred`: a temporary failure. `missing`: answered 404 or 410, which may be a
 * server that restarts. `skipped`: not carried out, since the URL is left alone for another `waitMs`, or for another
 * `reason`.
 */
export type Failure =
  | { readonly status: 'refused' | 'deferred' | 'missing'; readonly reason: string }
  | { readonly status: 'skipped'; readonly waitMs: number; readonly reason?: string }

/** Words a failure for the log and for agents. */
export function reasonOf(failure: Failure): string {
  return failure.reason ?? 'the URL was skipped for too long, because it gave no answer to earlier calls'
}

/**
 * Returns when to try again after a failure, or undefined if the call has failed for good. `tries` includes the failed
 * attempt. A skipped call does not count as an attempt, but the time of skipping is limited.
 */
export function afterFailure(
  tries: Tries,
  failure: Failure,
  moment: Moment,
): { readonly at: Instant; readonly tries: Tries } | undefined {
  switch (failure.status) {
    case 'refused':
      return undefined
    case 'deferred':
      return again(tries, moment)
    case 'missing': {
      const missing = (tries.missing ?? 0) + 1
      return missing > moment.policy.missingRetries ? undefined : again({ ...tries, missing }, moment)
    }
    case 'skipped': {
      const { now, policy } = moment
      const { skippedSince = now } = tries
      if (now >= skippedSince + policy.skippedForMs) return undefined
      return { at: now + failure.waitMs, tries: { ...tries, attempts: tries.attempts - 1, skippedSince } }
    }
    default:
      return failure satisfies never
  }
}

function again(tries: Tries, { now, policy }: Moment) {
  const waitMs = policy.retryMs[tries.attempts - 1]
  return waitMs === undefined ? undefined : { at: now + waitMs, tries }
}

/** Gives up message `of`: ends its delivery and appends an `undeliverable` entry. */
export function giveUp(session: Session, of: number, reason: string, moment: Moment): Change<null> {
  return change(
    session,
    moment,
    { patch: { deliveryClaim: undefined }, entries: [{ kind: 'undeliverable', of, reason }] },
    null,
  )
}

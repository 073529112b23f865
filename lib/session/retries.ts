import { type Change, change } from './change.ts'
import type { Moment } from './policy.ts'
import type { Instant, Session, Tries } from './session.ts'

/**
 * A call of a channel or a bot that did not work. `deferred`: may pass. `missing`: nothing is at this address just now (404,
 * 410), which may be a server that restarts. `skipped`: nobody called, since the URL is left alone for another `waitMs`.
 */
export type Failure =
  | { readonly status: 'refused' | 'deferred' | 'missing'; readonly reason: string }
  | { readonly status: 'skipped'; readonly waitMs: number }

/** Says in words why a call did not work, for the log and for agents. */
export function reasonOf(failure: Failure): string {
  return failure.status === 'skipped' ? 'the address gave no answer for so long that nobody called it' : failure.reason
}

/**
 * When to try again after a failure; nothing where the call has failed for good. `tries` counts the one that failed; a call
 * that was skipped is not counted, but what waits for it does not wait for ever.
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

/** Gives up the message `of`: ends its sending and logs that it is undeliverable. */
export function giveUp(session: Session, of: number, reason: string, moment: Moment): Change<null> {
  return change(
    session,
    moment,
    { patch: { sending: undefined }, entries: [{ kind: 'undeliverable', of, reason }] },
    null,
  )
}

import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelCheck, CheckName } from '../../protocol/channel-check.ts'
import { COMMON, outcome } from '../check.ts'
import { type Json, objectOf } from '../fields.ts'
import { failureOf } from './failures.ts'

/**
 * An answer of the Graph API to a question about the channel. `refused`: Meta's error is about what was asked; `error` is
 * its code, and its subcode after a slash. `silent`: an outage or a limit, which says nothing about the channel.
 */
export type Answer =
  | { readonly status: 'answered'; readonly body: Json }
  | { readonly status: 'refused'; readonly error: string }
  | { readonly status: 'silent'; readonly outcomeOf: (name: CheckName) => ChannelCheck }

export function readAnswer(answer: PlatformAnswer): Answer {
  if (answer.status === 'unreachable') {
    const { reason } = answer
    return { status: 'silent', outcomeOf: name => outcome(COMMON, name, 'unreachable', { reason }) }
  }
  const body = objectOf(answer.body)
  const { code, error_subcode } = errorIn(answer)
  const error = typeof code === 'number' ? errorName(code, error_subcode) : `${answer.status}`
  if (typeof code !== 'number') {
    return answer.status === 200 ? { status: 'answered', body } : { status: 'silent', outcomeOf: unanswered(error) }
  }
  const treatment = failureOf(code, undefined)?.treatment
  const isPassing = treatment === 'retry' || treatment === 'wait'
  return isPassing ? { status: 'silent', outcomeOf: unanswered(error) } : { status: 'refused', error }
}

/** Returns Meta's error in an answer: `code`, `error_subcode` and others. Empty if the answer has none. */
export function errorIn(answer: PlatformAnswer): Json {
  return 'body' in answer ? objectOf(objectOf(answer.body).error) : {}
}

/** Writes an error as in docs/messenger.md: `190/463`. */
export function errorName(code: number, subcode: unknown): string {
  return typeof subcode === 'number' ? `${code}/${subcode}` : `${code}`
}

/** Makes the outcome of a check that Meta did not answer. */
export const unanswered =
  (error: string) =>
  (name: CheckName): ChannelCheck =>
    outcome(COMMON, name, 'unanswered', { error })

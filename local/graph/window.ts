import type { Instant } from '../../lib/session/session.ts'
import { failed, invalidParameter } from './errors.ts'
import { type Call, textOf } from './parameters.ts'
import type { Thread } from './types.ts'

const HOUR_MS = 3_600_000
/** The standard messaging window. */
const STANDARD_MS = 24 * HOUR_MS
/** The window of a person's answer. */
const HUMAN_AGENT_MS = 7 * 24 * HOUR_MS

const TYPES = new Set(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'])
/** Tags that Meta refuses since April 27, 2026. */
const GONE = new Set(['ACCOUNT_UPDATE', 'CONFIRMED_EVENT_UPDATE', 'POST_PURCHASE_UPDATE'])

/**
 * Checks that a message may be sent now:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages. A call without
 * `messaging_type` counts as a response, as in Meta's own examples. Throws GraphError.
 */
export const checkWindow = (thread: Thread, { parameters }: Call, now: Instant): void => {
  const type = textOf(parameters, 'messaging_type') ?? 'RESPONSE'
  const tag = textOf(parameters, 'tag')
  if (!TYPES.has(type)) throw invalidParameter(`Param messaging_type must be one of {${[...TYPES].join(', ')}}`)
  if (type === 'MESSAGE_TAG' && tag === undefined) throw invalidParameter('Param tag is required for MESSAGE_TAG')
  if (tag !== undefined && (GONE.has(tag) || (tag !== 'HUMAN_AGENT' && tag !== 'CUSTOMER_FEEDBACK')))
    throw invalidParameter(`Param tag must be one of {CUSTOMER_FEEDBACK, HUMAN_AGENT}`)
  const since = now - (thread.lastActAt ?? Number.NEGATIVE_INFINITY)
  if (since > (tag === undefined ? STANDARD_MS : HUMAN_AGENT_MS)) throw failed(10, 2018278)
}

import type { Instant, Session } from '../../session/session.ts'
import type { Delivery } from '../channel.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Duration of the standard messaging window. */
export const STANDARD_HOURS = 24
/** Time after the user's last message in which a person may answer. */
export const HUMAN_AGENT_DAYS = 7

/** The fields of a call that say why the page may send it now. */
export type Messaging =
  | { readonly messaging_type: 'RESPONSE' }
  | { readonly messaging_type: 'MESSAGE_TAG'; readonly tag: 'HUMAN_AGENT' }

export type Window =
  | { readonly status: 'open'; readonly messaging: Messaging }
  | { readonly status: 'closed'; readonly reason: string }

/**
 * The times until which Meta takes any message, and one that a person writes. None if nobody knows when the user last
 * wrote.
 */
export function limitsOf({ lastHeardAt }: Pick<Session, 'lastHeardAt'>) {
  if (lastHeardAt === undefined) return {}
  return {
    answersUntil: lastHeardAt + STANDARD_HOURS * HOUR_MS,
    agentAnswersUntil: lastHeardAt + HUMAN_AGENT_DAYS * DAY_MS,
  }
}

/**
 * Says whether Meta takes a message now. It takes any within 24 hours of the user's last message, and one that a person
 * writes, with the human agent tag, within 7 days. Texts of Interlude itself count as the bot's. If nobody knows when the
 * user last wrote, Meta decides. An advertisement may open a window of 7 days, which Interlude does not know of. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/policy, "Standard messaging" and "Human
 * agent".
 */
export function windowOf({ session, message: { by } }: Delivery, now: Instant): Window {
  const { answersUntil = Number.POSITIVE_INFINITY, agentAnswersUntil = answersUntil } = limitsOf(session)
  if (now < answersUntil) return { status: 'open', messaging: { messaging_type: 'RESPONSE' } }
  if (by.type !== 'agent') {
    return {
      status: 'closed',
      reason: `Facebook takes a bot's message only within ${STANDARD_HOURS} hours of the user's last message`,
    }
  }
  return now < agentAnswersUntil
    ? { status: 'open', messaging: { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } }
    : {
        status: 'closed',
        reason: `Facebook takes an agent's message only within ${HUMAN_AGENT_DAYS} days of the user's last message`,
      }
}

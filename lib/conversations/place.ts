import type { SessionStore } from '../ports/sessions.ts'
import { MAX_COUNT } from '../protocol/wire.ts'
import { queueOf, waitingSince } from '../session/listed.ts'
import type { Session } from '../session/session.ts'
import { isWaiting } from '../session/waits.ts'

/**
 * Returns the user's place in their queue, from 1. Returns undefined if the conversation does not wait for an agent, or
 * if `MAX_COUNT` conversations wait before it. DynamoDB's index lags behind commits, so the place may be a little wrong.
 */
export async function placeOf({ count }: Pick<SessionStore, 'count'>, session: Session): Promise<number | undefined> {
  const waitsBefore = waitingSince(session)
  if (!isWaiting(session) || waitsBefore === undefined) return undefined
  const queue = queueOf(session) ?? null
  const before = await count({ status: 'pending', botId: session.botId, queue, waitsBefore, most: MAX_COUNT })
  return before < MAX_COUNT ? before + 1 : undefined
}

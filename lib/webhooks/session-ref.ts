import type { Session } from '../session/session.ts'

export function sessionRef({ id, channel, userId, threadId }: Session) {
  return { id, channel, userId, ...(threadId !== undefined && { threadId }) }
}

import { defined } from '../defined.ts'
import type { Session } from '../session/session.ts'

export function sessionRef({ id, channel, userId, threadId }: Pick<Session, 'id' | 'channel' | 'userId' | 'threadId'>) {
  return { id, channel, userId, ...defined({ threadId }) }
}

import type { Conversation } from '../../../lib/protocol/conversation.ts'

const MAX_ID_CHARS = 24
const KEPT_CHARS = 10

/** Returns the name of a conversation's user: as given, or else the user's id, which is shortened in its middle. */
export function nameOf({ user, userId }: Pick<Conversation, 'user' | 'userId'>): string {
  const name = user.fullName?.trim()
  if (name) return name
  const chars = [...userId]
  if (chars.length <= MAX_ID_CHARS) return userId
  return `${chars.slice(0, KEPT_CHARS).join('')}…${chars.slice(-KEPT_CHARS).join('')}`
}

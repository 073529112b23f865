import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { oneLine } from '../../../lib/protocol/line.ts'

const MAX_NAME_CHARS = 200
const MAX_ID_CHARS = 24
const KEPT_CHARS = 10

/** Returns the name of a conversation's user: as given, or else the user's id, which is shortened in its middle. */
export function nameOf({ user, userId }: Pick<Conversation, 'user' | 'userId'>): string {
  // Marks that turn the direction of what follows would make a name look like another.
  const name = oneLine(user.fullName ?? '', MAX_NAME_CHARS)
  if (name) return name
  const chars = [...userId]
  if (chars.length <= MAX_ID_CHARS) return userId
  return `${chars.slice(0, KEPT_CHARS).join('')}…${chars.slice(-KEPT_CHARS).join('')}`
}

import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { oneLine } from '../../../lib/protocol/line.ts'
import { shortened } from '../../shared/shortened.ts'

const MAX_NAME_CHARS = 200
const ID_CHARS = { max: 24, kept: 10 } as const

/** Returns the user's name, or the user's id, shortened in its middle. */
export function nameOf({ user, userId }: Pick<Conversation, 'user' | 'userId'>): string {
  // Bidi marks would make a name look like another one.
  const name = oneLine(user.fullName ?? '', MAX_NAME_CHARS)
  return name || shortened(userId, ID_CHARS)
}

import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { oneLine } from '../../../lib/protocol/line.ts'
import { shortened } from '../../shared/shortened.ts'

const MAX_NAME_CHARS = 200
const ID_CHARS = { max: 24, kept: 10 } as const

/** Returns the name of a conversation's user: as given, or else the user's id, which is shortened in its middle. */
export function nameOf({ user, userId }: Pick<Conversation, 'user' | 'userId'>): string {
  // Marks that turn the direction of what follows would make a name look like another.
  const name = oneLine(user.fullName ?? '', MAX_NAME_CHARS)
  return name || shortened(userId, ID_CHARS)
}

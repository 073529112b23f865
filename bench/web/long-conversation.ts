import type { Stage } from './stage.ts'

/** Entries that one round adds: the user's message, and the replies of one request. */
const REPLIES = 49
const ROUND = REPLIES + 1

export interface LongConversation {
  readonly session: string
  /** The `seq` of its last entry. */
  readonly last: number
}

/** Makes a conversation of at least `entries` entries, rounded up to whole rounds. Each entry has one to five lines. */
export async function longConversation(stage: Stage, userId: string, entries: number): Promise<LongConversation> {
  stage.made.add(userId)
  let session = ''
  let last = 0
  for (let round = 0; round * ROUND < entries; round++) {
    const asked = await stage.post<{ session: string; seq: number; epoch: number }>(`${userId}/messages`, {
      id: `ask-${round}`,
      text: `Question ${round}`,
      user: { fullName: `Long ${userId}` },
    })
    session = asked.session
    const replies = Array.from({ length: REPLIES }, (_, index) => ({ text: textOf(round * ROUND + index) }))
    await stage.post(`${userId}/replies`, { id: `reply-${round}`, epoch: asked.epoch, inReplyTo: asked.seq, replies })
    last = asked.seq + REPLIES
  }
  return { session, last }
}

/** Makes texts of varying lengths. The same index always gives the same text. */
const textOf = (index: number) => `Number ${index}. ${'many words '.repeat((index * 7) % 20)}`

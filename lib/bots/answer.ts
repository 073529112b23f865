import type { App } from '../app.ts'
import { defined } from '../defined.ts'
import { messagesOf } from '../protocol/entry.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import type { Session, Turn } from '../session/session.ts'

/** Makes the answer for a turn: the holder of the conversation at its commit, and the replies of that commit. */
export async function answerTo(
  app: Pick<App, 'store'>,
  session: Session,
  seq: number,
  turn: Turn,
): Promise<InboundAnswer> {
  const { id, epoch } = session
  const supervised = session.control.holder === 'supervised' ? ({ supervised: true } as const) : {}
  switch (turn.status) {
    case 'open':
    case 'review':
      return { session: id, seq, epoch, paused: false, ...supervised, replies: [] }
    case 'held':
    case 'draft':
      return { session: id, seq, epoch, paused: true, replies: [] }
    case 'answered': {
      const entries = await repliesOf(app, session, turn)
      const replies = messagesOf(entries)
        // The channel's webhook delivers these.
        .filter(({ deliver }) => !deliver)
        .map(({ seq, type, text, payload }) => ({
          seq,
          type,
          ...defined({ text, payload }),
        }))
      return { session: id, seq, epoch: entries[0]?.epoch ?? epoch, paused: turn.handedOver === true, replies }
    }
    default:
      return turn satisfies never
  }
}

async function repliesOf(app: Pick<App, 'store'>, session: Session, { from, upTo }: { from: number; upTo: number }) {
  if (upTo < from) return []
  const inTail = session.tail.filter(entry => entry.seq >= from && entry.seq <= upTo && !entry.cut)
  if (inTail.length === upTo - from + 1) return inTail
  return await app.store.entries(session.id, { after: from - 1, upTo, limit: upTo - from + 1 })
}

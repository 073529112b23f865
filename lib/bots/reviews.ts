import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { ReviewReport } from '../protocol/bot.ts'
import { messagesOf } from '../protocol/entry.ts'
import { untoldReviews } from '../session/reviews.ts'
import type { Session } from '../session/session.ts'

/** Reports the closed reviews that go with the user's message `seq`, with what the user got in place of each reply. */
export async function reviewReports(
  store: SessionStore,
  session: Session,
  seq: number,
): Promise<{ readonly reviews?: ReviewReport[] }> {
  const closed = untoldReviews(session, seq)
  if (closed.length === 0) return {}
  const reviews = await Promise.all(
    closed.map(async ({ of, outcome, by, sent }) => ({
      ...defined({ of }),
      outcome,
      by,
      replies: sent ? await messagesIn(store, session, sent) : [],
    })),
  )
  return { reviews }
}

async function messagesIn(
  store: SessionStore,
  { id }: Session,
  { from, upTo }: { readonly from: number; readonly upTo: number },
): Promise<ReviewReport['replies']> {
  const entries = await store.entries(id, { after: from - 1, upTo, limit: upTo - from + 1 })
  return messagesOf(entries).map(({ seq, type, text, payload }) => ({ seq, type, ...defined({ text, payload }) }))
}

import type { Actor } from '../protocol/entry.ts'
import type { Content } from '../protocol/message.ts'
import { type Piece, piecesOfAll } from '../session/pieces.ts'
import type { Approved } from '../session/review-commands.ts'
import { type Review, reviewAt } from '../session/reviews.ts'
import type { Session } from '../session/session.ts'
import { type ExecutePorts, execute } from './execute.ts'
import { loadOrNew } from './load.ts'

/** A decision to send a reply of a supervised bot. */
export interface Approval {
  readonly id?: string
  readonly by: Actor
  /** The user's message, or the first entry of the proposal. */
  readonly of: number
  /** The words that an agent wrote in place of the bot's. Missing: the reply is sent as it is. */
  readonly replies?: readonly Content[]
  readonly botPaused: boolean
}

/**
 * Sends a proposal to the user. Reads it from the log, whose entries never change. Throws `review.closed` if another
 * decision came first.
 */
export async function approve(
  ports: ExecutePorts,
  target: { readonly id: string; readonly botId: string },
  { replies, ...approval }: Approval,
): Promise<{ readonly outcome: Approved; readonly session: Session }> {
  const { session } = await loadOrNew(ports, target)
  const review = reviewAt(session, approval.of)
  const sent = review ? (replies ? piecesOfAll(replies).pieces : await proposalOf(ports, session, review)) : []
  return await execute(ports, target, {
    verb: 'approve',
    ...approval,
    replies: sent,
    edited: replies !== undefined,
  })
}

async function proposalOf(
  { store }: Pick<ExecutePorts, 'store'>,
  { id }: Session,
  { turn: { from, upTo } }: Review,
): Promise<readonly Piece[]> {
  const entries = await store.entries(id, { after: from - 1, upTo, limit: upTo - from + 1 })
  return entries
    .filter(entry => entry.kind === 'proposed')
    .map(({ type, text, payload, continues }) => ({
      type,
      ...(text !== undefined && { text }),
      ...(payload && { payload }),
      ...(continues !== undefined && { continued: true }),
    }))
}

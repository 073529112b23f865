import type { Loaded } from '../../../lib/ports/sessions.ts'
import type { SessionId } from '../../../lib/protocol/ids.ts'
import type { FrameContext } from './frame.ts'

/** Sends an agent who opens a conversation how far its messages have got at the user. Sends nothing if nobody knows. */
export async function tellReceipts({ app, socket, push }: FrameContext, session: SessionId): Promise<void> {
  if (socket.owner.as !== 'agent') return
  const known = await app.store.receipts(session)
  if (!known || known.deliveredUpTo === 0) return
  const { deliveredUpTo, readUpTo } = known
  await push({ type: 'receipts', session, deliveredUpTo, readUpTo })
}

/**
 * Keeps that everything up to an end user's cursor has arrived: the client has it. Never throws: the next cursor says
 * the same again.
 */
export async function noteArrival({ app, socket }: FrameContext, opened: Loaded, cursor: number): Promise<void> {
  if (socket.owner.as !== 'user' || cursor === 0) return
  const { id, botId } = opened.session
  try {
    await app.receipts.add({ id, botId }, { deliveredUpTo: cursor }, opened)
  } catch (error) {
    app.log.warn('a receipt was lost', { session: id, error: String(error) })
  }
}

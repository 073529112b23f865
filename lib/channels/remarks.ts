import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import type { NoteRemark } from '../protocol/entry.ts'
import { piecesOf } from '../session/pieces.ts'
import type { Address, Session } from '../session/session.ts'
import type { ChannelEvent, Remark } from './channel.ts'

/** Number of the newest entries among which the message of a remark is looked for. */
const LOOKED_THROUGH = 200

/**
 * Notes for the agents what the user did beside messages. Does nothing in a conversation that Interlude has not seen yet: the
 * message is older than the bot's channel.
 */
export async function noteRemark(
  app: App,
  address: Address,
  { id, remark }: Extract<ChannelEvent, { kind: 'remark' }>,
): Promise<void> {
  const { session } = await loadOrNew(app, address)
  if (session.revision === 0) {
    app.log.info('a remark about a message before the first one was dropped', {
      session: session.id,
      type: remark.type,
    })
    return
  }
  const by = { type: 'user', id: address.userId } as const
  await execute(app, address, {
    verb: 'note',
    id,
    by,
    text: textOf(remark),
    remark: await noteOf(remark, async of => (await seqOf(app, session, of)) ?? of),
  })
}

/** Finds a message by the platform's id: the user's own, or one that was sent elsewhere. */
async function seqOf({ store }: App, { id, revision }: Session, of: string): Promise<number | undefined> {
  const entries = await store.entries(id, { before: revision + 1, limit: LOOKED_THROUGH })
  return entries.findLast(entry => entry.kind === 'message' && entry.clientId === of)?.seq
}

async function noteOf(remark: Remark, placeOf: (id: string) => Promise<number | string>): Promise<NoteRemark> {
  switch (remark.type) {
    case 'edited': {
      const { text: _text, ...rest } = remark
      return { ...rest, of: await placeOf(remark.of) }
    }
    case 'deleted':
    case 'reaction':
      return { ...remark, of: await placeOf(remark.of) }
    case 'blocked':
      return remark
    default:
      return remark satisfies never
  }
}

/** Makes the text for a reader that does not know remarks. It belongs to no language. */
function textOf(remark: Remark): string {
  switch (remark.type) {
    case 'deleted':
      return '🗑️'
    case 'edited':
      // A note is one entry, so a text of more than one is cut.
      return piecesOf({ type: 'text', text: remark.text }).pieces[0].text ?? ''
    case 'reaction':
      return `${remark.removed ? '−' : ''}${remark.emoji ?? '…'}`
    case 'blocked':
      return `${remark.removed ? '−' : ''}🚫`
    default:
      return remark satisfies never
  }
}

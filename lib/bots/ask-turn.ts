import type { App } from '../app.ts'
import { loadOrNew } from '../conversations/load.ts'
import { defined } from '../defined.ts'
import type { TurnToAsk } from '../ports/outside.ts'
import type { InboundMessage } from '../protocol/message.ts'
import { turnOf } from '../session/recent.ts'
import type { Session } from '../session/session.ts'
import { ask } from './ask.ts'
import { wholeMessage } from './whole-message.ts'

/**
 * Calls the bot for a turn, and submits its replies to the fence. Does nothing if the turn is closed or belongs to a
 * later attempt: an asynchronous call may arrive twice, and late.
 */
export async function askTurn(app: App, { botId, session: id, seq, attempt }: TurnToAsk): Promise<void> {
  const bot = await app.directory.bot(botId)
  const { session } = await loadOrNew(app, { id, botId })
  const turn = turnOf(session, seq)
  if (turn?.status !== 'open' || turn.attempt !== attempt) {
    app.log.info('turn skipped: it is closed or belongs to a later attempt', { session: id, seq, attempt })
    return
  }
  const message = await messageOf(app, session, seq)
  const asking = ask(app, bot, session, { seq, ...turn }, message)
  if (session.delivery === 'none') return void (await asking)
  const typing = import('./typing.ts').then(({ showBotTyping }) => showBotTyping(app, bot, session, asking))
  await Promise.all([asking, typing])
}

/** Reads the message of a turn from the log, and joins its pieces. */
async function messageOf(app: App, session: Session, seq: number): Promise<InboundMessage> {
  const pieces = await wholeMessage(app.store, session, seq)
  const [first] = pieces
  if (!first) throw new TypeError('the log has no message for the turn')
  const { clientId, type, payload, sentAt, at } = first
  const text = pieces.map(piece => piece.text ?? '').join('')
  return {
    type,
    ...defined({ id: clientId }),
    ...(text !== '' && { text }),
    ...defined({ payload }),
    at: sentAt ?? at,
  }
}

import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import type { TurnToAsk } from '../ports/outside.ts'
import type { InboundMessage } from '../protocol/message.ts'
import type { Address } from '../session/session.ts'
import type { Warn } from '../tolerant.ts'
import { type ReceivedMessage, receiveMessage } from './converse.ts'

/**
 * Commits a user's message, and passes its turn to the asker if the bot must be asked. Does not wait for the bot. Reports
 * to `warn` each field that the message lost.
 */
export async function receiveAndHandOn(
  app: App,
  address: Address,
  message: InboundMessage,
  warn?: Warn,
): Promise<ReceivedMessage> {
  const result = await receiveMessage(app, address, message, warn)
  const { bot, session, received } = result
  const { seq, turn, call } = received
  if (bot.config.mode === 'ask' && call && turn.status === 'open') {
    await handOnTurn(app, { botId: address.botId, session: session.id, seq, attempt: turn.attempt })
  }
  return result
}

/**
 * Passes a turn to the asker. If that fails, asks for people at once: the message is committed, and no retry will call
 * the bot.
 */
async function handOnTurn(app: App, turn: TurnToAsk): Promise<void> {
  const { botId, session, seq, attempt } = turn
  try {
    await app.asker.ask(turn)
  } catch (error) {
    app.log.error('turn not passed on to the bot', { session, seq, error: String(error) })
    const reason = 'the call to the bot failed'
    await execute(app, { id: session, botId }, { verb: 'fail', of: seq, attempt, reason })
  }
}

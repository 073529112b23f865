import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import type { TurnToAsk } from '../ports/outside.ts'

/**
 * Passes a turn to the asker. If that fails, asks for people at once: the message is committed, and no retry will call
 * the bot.
 */
export async function handOnTurn(app: App, turn: TurnToAsk): Promise<void> {
  const { botId, session, seq, attempt } = turn
  try {
    await app.asker.ask(turn)
  } catch (error) {
    app.log.error('turn not passed on to the bot', { session, seq, error: String(error) })
    const reason = 'the call to the bot failed'
    await execute(app, { id: session, botId }, { verb: 'fail', of: seq, attempt, reason })
  }
}

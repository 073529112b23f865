import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import type { TurnToAsk } from '../ports/outside.ts'

/** Hands a turn to the asker. Where that fails, people are asked for at once: the message is committed, and nobody else will call the bot. */
export async function handOnTurn(app: App, turn: TurnToAsk): Promise<void> {
  const { botId, session, seq, attempt } = turn
  try {
    await app.asker.ask(turn)
  } catch (error) {
    app.log.error('a turn could not be handed on', { session, seq, error: String(error) })
    const reason = 'the bot could not be asked'
    await execute(app, { id: session, botId }, { verb: 'fail', of: seq, attempt, reason })
  }
}

import * as z from 'zod'
import type { App } from '../../lib/app.ts'
import { askTurn } from '../../lib/bots/ask-turn.ts'
import { PathId, Seq, SessionId } from '../../lib/protocol/ids.ts'

/** The event that `lambdaAsker` sends. */
const Turn = z.object({ botId: PathId, session: SessionId, seq: Seq, attempt: z.int().min(1) })

/** Calls the bot for the turn that an event names. Throws if the event is not valid or the store is not reachable. */
export function askHandler(app: App): (event: unknown) => Promise<void> {
  return async event => await askTurn(app, Turn.parse(event))
}

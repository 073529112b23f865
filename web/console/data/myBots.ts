import { ProblemError } from '../../../lib/client/index.ts'
import type { BotRef } from '../../../lib/protocol/agents.ts'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import type { ConsoleConfig } from '../../../lib/web/config.ts'
import type { Session } from '../sign-in/session.ts'

type Me = AnswerOf<(typeof routes)['me']>

/** The bots that the agent works for. No bot is chosen yet, so there is no client to ask. Throws a `ProblemError`. */
export async function myBots(session: Session, config: ConsoleConfig, signal: AbortSignal): Promise<readonly BotRef[]> {
  const token = await session.accessToken()
  const answer = await fetch(`${config.apiUrl}/api/v1/me`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal,
  })
  if (!answer.ok) throw new ProblemError({ code: 'client.unreachable', status: answer.status })
  return ((await answer.json()) as Me).bots
}

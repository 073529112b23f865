import { asOf } from '../session/decide.ts'
import type { Session } from '../session/session.ts'
import type { ExecutePorts } from './execute.ts'

/** The session with what is overdue by now carried out, under its bot's policy. Reads show it; nothing is written. */
export async function asOfNow(
  { clock, policyOf }: Pick<ExecutePorts, 'clock' | 'policyOf'>,
  session: Session,
): Promise<Session> {
  return asOf(session, clock.now(), await policyOf(session.botId))
}

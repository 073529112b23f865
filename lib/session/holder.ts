import type { HolderNow } from '../protocol/holder.ts'
import { type ErrorCode, InterludeError } from '../protocol/problem.ts'
import type { Control, Session } from './session.ts'

/** The side that has a conversation, and the agent who has it. */
export function holderOf({ control }: Pick<Session, 'control'>): HolderNow {
  if (control.holder === 'bot') return { holder: 'bot' }
  const { handoff } = control
  return { holder: 'human', ...(handoff.status === 'assigned' && { agent: handoff.agent }) }
}

/** Makes the error for a command that the present holder of the conversation excludes. It names that holder. */
export function refused(
  session: Pick<Session, 'control'>,
  code: Extract<ErrorCode, `handoff.${string}`>,
  consequence: string,
): InterludeError {
  const holder = holderOf(session)
  return new InterludeError(code, `${nameOf(holder)} has this conversation, so ${consequence}`, { holder })
}

function nameOf({ holder, agent }: HolderNow): string {
  if (holder === 'bot') return 'the bot'
  return agent ? (agent.name ?? 'another agent') : 'no agent'
}

type HumanControl = Extract<Control, { holder: 'human' }>

/** The control of a conversation that people hold. Throws `handoff.not_open` if the bot has it. */
export function heldByPeople(session: Session, consequence: string): HumanControl {
  if (session.control.holder === 'bot') throw refused(session, 'handoff.not_open', consequence)
  return session.control
}

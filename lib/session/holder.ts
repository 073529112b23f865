import type { Actor } from '../protocol/entry.ts'
import type { HolderNow } from '../protocol/holder.ts'
import { type ErrorCode, InterludeError, type Room } from '../protocol/problem.ts'
import type { Control, Handoff, Session } from './session.ts'

/** The side that has a conversation, and the agent who has it. */
export function holderOf({ control }: Pick<Session, 'control'>): HolderNow {
  if (control.holder !== 'human') return { holder: control.holder }
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

/** Makes the error for a command that would give an agent more conversations than they may have. */
export function atCapacity(room: Room | undefined, consequence: string): InterludeError {
  const { load = 0, capacity = 0 } = room ?? {}
  const detail = `the agent has ${load} of at most ${capacity} conversations, so ${consequence}`
  return new InterludeError('agent.at_capacity', detail, { room: { load, capacity } })
}

function nameOf({ holder, agent }: HolderNow): string {
  if (holder !== 'human') return 'the bot'
  return agent ? (agent.name ?? 'another agent') : 'no agent'
}

type HumanControl = Extract<Control, { holder: 'human' }>

/** The control of a conversation that people hold. Throws `handoff.not_open` if the bot has it. */
export function heldByPeople(session: Session, consequence: string): HumanControl {
  if (session.control.holder !== 'human') throw refused(session, 'handoff.not_open', consequence)
  return session.control
}

/** The control and the handoff of a conversation that this agent has. Throws `handoff.not_yours` if they do not have it. */
export function heldByAgent(
  session: Session,
  agent: Actor,
  consequence: string,
): { readonly control: HumanControl; readonly handoff: Extract<Handoff, { status: 'assigned' }> } {
  const control = heldByPeople(session, consequence)
  const { handoff } = control
  if (handoff.status === 'pending' || handoff.agent.id !== agent.id) {
    throw refused(session, 'handoff.not_yours', consequence)
  }
  return { control, handoff }
}

/** Whether agents have to do with the conversation: they hold it, or approve what the bot says. */
export function isAttended({ control }: Pick<Session, 'control'>): boolean {
  return control.holder !== 'bot'
}

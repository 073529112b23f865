import type { AgentStore } from '../ports/agents.ts'
import type { Actor } from '../protocol/entry.ts'
import type { CommandOf, Verb } from '../session/commands.ts'
import { asOf } from '../session/decide.ts'
import { forQueue, type Policy } from '../session/policy.ts'
import { counts } from '../session/seats.ts'
import type { Instant, Session } from '../session/session.ts'

/**
 * Adds the room of the agent who would get the conversation, if the number of their conversations is limited. The commit
 * compares it once more, so a load that has changed since cannot exceed the limit.
 */
export async function withRoom<C extends CommandOf<Verb>>(
  store: AgentStore,
  session: Session,
  command: C,
  now: Instant,
  policy: Policy,
): Promise<C> {
  if (!limits(policy)) return command
  const current = asOf(session, now, policy)
  const { capacity } = forQueue(policy, queueAfter(current, command))
  const agent = nextAgent(current, command)
  if (capacity === undefined || agent?.id === undefined || !counts(agent)) return command
  const stored = await store.agent({ botId: session.botId, agentId: agent.id })
  return { ...command, room: { load: stored?.load ?? 0, capacity } }
}

/** Whether any queue limits the number of an agent's conversations. */
function limits({ capacity, queues }: Policy): boolean {
  return capacity !== undefined || Object.values(queues).some(queue => queue.capacity !== undefined)
}

/** The queue whose limit counts. */
function queueAfter({ control }: Session, command: CommandOf<Verb>): string | undefined {
  if (control.holder === 'human') return control.queue
  return command.verb === 'pause' ? command.queue : undefined
}

/** The agent who may get the conversation by this command. Undefined if the command leaves it where it is. */
function nextAgent({ control }: Session, command: CommandOf<Verb>): Actor | undefined {
  switch (command.verb) {
    case 'pause':
      return control.holder === 'human' ? undefined : command.by
    case 'claim':
      return command.by
    case 'runMacro':
      return command.message && isWaiting(control) ? command.by : undefined
    case 'say':
      if (control.holder !== 'human') return command.sentElsewhere?.pauses ? command.by : undefined
      return isWaiting(control) ? command.by : undefined
    case 'transfer':
      return command.to
    default:
      return undefined
  }
}

function isWaiting(control: Session['control']): boolean {
  return control.holder === 'human' && control.handoff.status === 'pending'
}

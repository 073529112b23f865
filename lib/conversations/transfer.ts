import { defined } from '../defined.ts'
import type { TransferFields } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import { statusOf } from './agent-presence.ts'
import { type ExecutePorts, execute } from './execute.ts'

/** `ofOthers`: the agent may transfer other agents' conversations. */
export interface Transferring {
  readonly by: Actor
  readonly ofOthers: boolean
}

/**
 * Transfers a conversation to an agent who is online, or lets it wait again. Throws `agent.not_found` if no agent with
 * that id has a socket at the bot: a conversation that nobody sees would be stuck until its agent counts as silent. Throws
 * `agent.away` if the agent takes none for now, and `agent.at_capacity`. Agents who take a conversation themselves are
 * there, and may be away.
 */
export async function transfer(
  ports: ExecutePorts,
  target: { readonly id: string; readonly botId: string },
  transferring: Transferring,
  { to: agentId, ...more }: TransferFields & { readonly id?: string },
) {
  const { by } = transferring
  const to =
    agentId === undefined ? undefined : agentId === by.id ? by : await takingAgent(ports, target.botId, agentId)
  return await execute(ports, target, { verb: 'transfer', ...transferring, ...defined({ to }), ...more })
}

async function takingAgent({ store, clock }: ExecutePorts, botId: string, agentId: string): Promise<Actor> {
  const agent = await store.agent({ botId, agentId })
  const status = agent && statusOf(agent, clock.now())
  switch (status) {
    case 'online':
      return { type: 'agent', id: agentId, ...defined({ name: agent?.name }) }
    case 'away':
      throw new InterludeError('agent.away', 'this agent takes no conversations for now')
    case 'offline':
    case undefined:
      throw new InterludeError('agent.not_found', 'no agent with this id is online')
    default:
      return status satisfies never
  }
}

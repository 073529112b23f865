import { defined } from '../defined.ts'
import type { AgentStore } from '../ports/agents.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { Loaded } from '../ports/sessions.ts'
import type { SocketStore, StoredSocket } from '../ports/sockets.ts'
import type { Log } from '../ports/system.ts'
import type { PresentAgent } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import { leaves } from './agent-presence.ts'
import { dropWatcher, isHeard, type WatchPorts } from './watching.ts'

interface PresencePorts extends WatchPorts {
  readonly store: WatchPorts['store'] & AgentStore
  readonly sockets: SocketGateway
  readonly log: Log
}

/**
 * Sends each agent who is a direct watcher of a conversation the list of the other ones: to all of them, or to the
 * socket `to` alone. Reads the names from the stored sockets and writes nothing. Never throws: an agent whom a push
 * does not reach gets the list with the next ping.
 */
export async function tellPresence(
  ports: PresencePorts,
  { session: { id }, version, watchers }: Loaded,
  to?: Pick<StoredSocket, 'connectionId' | 'owner'>,
): Promise<void> {
  try {
    const consoles = watchers.filter(watcher => watcher.as === 'agent' && isHeard(watcher, ports.clock.now()))
    const told = to ? [to] : consoles
    const agents = await agentsAt(ports.store, consoles, to)
    await Promise.all(
      told.map(async ({ connectionId }) => {
        const others = othersThan(connectionId, agents)
        const outcome = await ports.sockets.push(connectionId, {
          type: 'presence',
          session: id,
          agents: others,
          version,
        })
        if (outcome === 'gone') await forgetSocket(ports, connectionId, id)
      }),
    )
  } catch (error) {
    ports.log.warn('presence push failed', { session: id, error: String(error) })
  }
}

/** Whether another agent's socket is a direct watcher of the conversation. */
export function hasOtherAgents({ watchers }: Loaded, connectionId: string, now: number): boolean {
  return watchers.some(each => each.as === 'agent' && each.connectionId !== connectionId && isHeard(each, now))
}

/**
 * Removes a socket that is gone from every conversation that it watches, and updates the presence of the agents there.
 * If it was the agent's last one, the agent is offline.
 * `also`: the conversation in which a push found it gone.
 */
export async function forgetSocket(ports: PresencePorts, connectionId: string, also?: SessionId): Promise<void> {
  const socket = await ports.store.socket(connectionId)
  const watching = new Set([...(socket?.watching ?? []), ...(also === undefined ? [] : [also])])
  await Promise.all([...watching].map(id => closeFor(ports, id, connectionId)))
  const remove = async () => await ports.store.removeSocket(connectionId)
  if (socket?.owner.as !== 'agent') return await remove()
  await leaves(ports.store, { botId: socket.botId, agentId: socket.owner.id }, ports.clock.now(), remove)
}

/**
 * Removes a socket from a conversation's watchers. If it was an agent's, updates the presence of the agents who remain.
 */
export async function closeFor(ports: PresencePorts, id: SessionId, connectionId: string): Promise<void> {
  const dropped = await dropWatcher(ports, id, connectionId)
  if (dropped?.watcher.as === 'agent') await tellPresence(ports, dropped.left)
}

type Agents = ReadonlyMap<string, PresentAgent>

/** The agents at these sockets, by connection. A single socket has no others to show, so its owner is not read. */
async function agentsAt(
  store: SocketStore,
  consoles: readonly { readonly connectionId: string }[],
  known: Pick<StoredSocket, 'connectionId' | 'owner'> | undefined,
): Promise<Agents> {
  if (consoles.length < 2 && !known) return new Map()
  const unknown = consoles.filter(({ connectionId }) => connectionId !== known?.connectionId)
  const sockets = await Promise.all(unknown.map(({ connectionId }) => store.socket(connectionId)))
  const agents = [known, ...sockets].flatMap(socket => {
    if (socket?.owner.as !== 'agent') return []
    const { id, name } = socket.owner
    return [[socket.connectionId, { id, ...defined({ name }) }] as const]
  })
  return new Map(agents)
}

/** The other agents, each once, however many sockets they have. */
function othersThan(connectionId: string, agents: Agents): PresentAgent[] {
  const own = agents.get(connectionId)?.id
  const others = [...agents.values()].filter(({ id }) => id !== own)
  return [...new Map(others.map(agent => [agent.id, agent])).values()]
}

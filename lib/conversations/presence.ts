import { defined } from '../defined.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { Loaded } from '../ports/sessions.ts'
import type { SocketStore, StoredSocket } from '../ports/sockets.ts'
import type { Log } from '../ports/system.ts'
import type { PresentAgent } from '../protocol/frames.ts'
import type { SessionId } from '../protocol/ids.ts'
import { dropWatcher, isHeard, type WatchPorts } from './watching.ts'

interface PresencePorts extends WatchPorts {
  readonly sockets: SocketGateway
  readonly log: Log
}

/**
 * Tells the agents who have a conversation open directly which other agents do: all of them, or the socket `to` alone. Names come from
 * the stored sockets, so nothing is written. Never throws: an agent whom a push does not reach is told with their next ping.
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
    ports.log.warn('presence not told', { session: id, error: String(error) })
  }
}

/** Whether another socket of an agent has the conversation open directly. */
export function hasOtherAgents({ watchers }: Loaded, connectionId: string, now: number): boolean {
  return watchers.some(each => each.as === 'agent' && each.connectionId !== connectionId && isHeard(each, now))
}

/** Forgets a socket that is gone, wherever it stands, and tells the agents there. `also`: a conversation that it was met in. */
export async function forgetSocket(ports: PresencePorts, connectionId: string, also?: SessionId): Promise<void> {
  const socket = await ports.store.socket(connectionId)
  const watching = new Set([...(socket?.watching ?? []), ...(also === undefined ? [] : [also])])
  await Promise.all([...watching].map(id => closeFor(ports, id, connectionId)))
  await ports.store.removeSocket(connectionId)
}

/** Takes a socket from a conversation's watchers. Where an agent left, tells the agents who still have it open. */
export async function closeFor(ports: PresencePorts, id: SessionId, connectionId: string): Promise<void> {
  const dropped = await dropWatcher(ports, id, connectionId)
  if (dropped?.watcher.as === 'agent') await tellPresence(ports, dropped.left)
}

type Agents = ReadonlyMap<string, PresentAgent>

/** The agents at these sockets, by connection. Where there is one socket, nobody needs to know whose it is. */
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

/** Each other agent once, however many sockets they have. */
function othersThan(connectionId: string, agents: Agents): PresentAgent[] {
  const own = agents.get(connectionId)?.id
  const others = [...agents.values()].filter(({ id }) => id !== own)
  return [...new Map(others.map(agent => [agent.id, agent])).values()]
}

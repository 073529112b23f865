import { MAX_WATCHED, type SocketChange, type SocketStore, type StoredSocket } from '../ports/sockets.ts'
import type { Database } from './database.ts'

/**
 * The open sockets, in memory. They end with this process, so storing them would leave only stale ones after a restart.
 */
export function sockets(database: Database): SocketStore {
  const open = new Map<string, StoredSocket>()
  /** The bytes taken from each socket's budget, and the start of their window. */
  const taken = new Map<string, { readonly since: number; readonly bytes: number }>()
  const ofAgents = new Map<string, Map<string, StoredSocket>>()

  function put(socket: StoredSocket): void {
    open.set(socket.connectionId, socket)
    if (socket.owner.as !== 'agent') return
    const ofBot = ofAgents.get(socket.botId) ?? new Map()
    ofAgents.set(socket.botId, ofBot.set(socket.connectionId, socket))
  }

  return {
    socket: connectionId => database.read(() => open.get(connectionId)),

    putSocket: socket => database.read(() => put(socket)),

    updateSocket: (connectionId, change) =>
      database.read(() => {
        const socket = open.get(connectionId)
        if (!socket) return false
        const after = changed(socket, change)
        if (after.watching.length > Math.max(MAX_WATCHED, socket.watching.length)) return false
        put(after)
        return true
      }),

    takeCatchUp: (connectionId, bytes, budget, now) =>
      database.read(() => {
        if (!open.has(connectionId)) return false
        const before = taken.get(connectionId)
        const window = before && now < before.since + budget.windowMs ? before : { since: now, bytes: 0 }
        if (window.bytes + bytes > budget.bytes) return false
        taken.set(connectionId, { since: window.since, bytes: window.bytes + bytes })
        return true
      }),

    removeSocket: connectionId =>
      database.read(() => {
        const socket = open.get(connectionId)
        open.delete(connectionId)
        taken.delete(connectionId)
        if (socket) ofAgents.get(socket.botId)?.delete(connectionId)
      }),

    agentSockets: botId => database.read(() => [...(ofAgents.get(botId)?.values() ?? [])]),

    connectionsOf: (botId, agentId) =>
      database.read(() =>
        [...(ofAgents.get(botId)?.values() ?? [])]
          .filter(({ owner }) => owner.as === 'agent' && owner.id === agentId)
          .map(({ connectionId }) => connectionId),
      ),
  }
}

function changed(socket: StoredSocket, change: SocketChange): StoredSocket {
  if ('watch' in change) return { ...socket, watching: [...new Set([...socket.watching, change.watch])] }
  if ('unwatch' in change) return { ...socket, watching: socket.watching.filter(id => id !== change.unwatch) }
  if ('subscription' in change) {
    const { subscription: _ended, shape: _shape, ...rest } = socket
    return change.subscription === null ? rest : { ...rest, ...change }
  }
  const { expiresAt, owner, ...none } = change
  none satisfies Record<string, never>
  return { ...socket, expiresAt, owner }
}

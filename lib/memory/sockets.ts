import { MAX_WATCHED, type SocketChange, type SocketStore, type StoredSocket } from '../ports/sockets.ts'
import type { AtOnce, Memory } from './memory.ts'

/** The open sockets, and their catch-up budgets. */
export function sockets({ sockets: open, caughtUp }: Memory): AtOnce<SocketStore> {
  const put = (socket: StoredSocket) => void open.set(socket.connectionId, socket)
  const ofAgents = (botId: string) =>
    [...open.values()].filter(socket => socket.botId === botId && socket.owner.as === 'agent')

  return {
    socket: connectionId => open.get(connectionId),

    putSocket: put,

    updateSocket(connectionId, change) {
      const socket = open.get(connectionId)
      if (!socket) return false
      const after = changed(socket, change)
      if (after.watching.length > Math.max(MAX_WATCHED, socket.watching.length)) return false
      put(after)
      return true
    },

    takeCatchUp(connectionId, bytes, budget, now) {
      if (!open.has(connectionId)) return false
      const before = caughtUp.get(connectionId)
      const window = before && now < before.since + budget.windowMs ? before : { since: now, bytes: 0 }
      if (window.bytes + bytes > budget.bytes) return false
      caughtUp.set(connectionId, { since: window.since, bytes: window.bytes + bytes })
      return true
    },

    removeSocket(connectionId) {
      open.delete(connectionId)
      caughtUp.delete(connectionId)
    },

    agentSockets: ofAgents,

    connectionsOf: (botId, agentId) =>
      ofAgents(botId)
        .filter(({ owner }) => owner.as === 'agent' && owner.id === agentId)
        .map(({ connectionId }) => connectionId),
  }
}

function changed(socket: StoredSocket, change: SocketChange): StoredSocket {
  if ('watch' in change) return { ...socket, watching: [...new Set([...socket.watching, change.watch])] }
  if ('unwatch' in change) return { ...socket, watching: socket.watching.filter(id => id !== change.unwatch) }
  if ('subscription' in change) {
    const { subscription: _ended, shape: _shape, ...rest } = socket
    return change.subscription === null ? rest : { ...rest, ...change }
  }
  return { ...socket, ...change }
}

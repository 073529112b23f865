import type { SocketChange, SocketStore, StoredSocket } from '../session/ports.ts'
import type { Engine } from './engine.ts'

interface Json {
  readonly json: string
}

/** The sockets that are open, as far as is known. */
export function sockets(engine: Engine): SocketStore {
  const one = engine.prepare('SELECT json FROM socket WHERE id = ?')
  const put = engine.prepare('INSERT OR REPLACE INTO socket (id, agent_of, json) VALUES (?, ?, ?)')
  const remove = engine.prepare('DELETE FROM socket WHERE id = ?')
  const ofAgents = engine.prepare('SELECT json FROM socket WHERE agent_of = ?')

  function stored(connectionId: string): StoredSocket | undefined {
    const row = one.get(connectionId) as Json | undefined
    return row && (JSON.parse(row.json) as StoredSocket)
  }
  function store(socket: StoredSocket): void {
    const agentOf = socket.owner.as === 'agent' ? socket.botId : null
    put.run(socket.connectionId, agentOf, JSON.stringify(socket))
  }

  return {
    socket: connectionId => engine.read(() => stored(connectionId)),

    putSocket: socket => engine.write(() => store(socket)),

    updateSocket: (connectionId, change) =>
      engine.write(() => {
        const socket = stored(connectionId)
        if (socket) store(changed(socket, change))
        return socket !== undefined
      }),

    async removeSocket(connectionId) {
      await engine.write(() => remove.run(connectionId))
    },

    agentSockets: botId =>
      engine.read(() => (ofAgents.all(botId) as unknown as Json[]).map(({ json }) => JSON.parse(json) as StoredSocket)),
  }
}

function changed(socket: StoredSocket, change: SocketChange): StoredSocket {
  if ('watch' in change) return { ...socket, watching: [...new Set([...socket.watching, change.watch])] }
  if ('unwatch' in change) return { ...socket, watching: socket.watching.filter(id => id !== change.unwatch) }
  if ('subscription' in change) {
    const { subscription: _ended, ...rest } = socket
    return change.subscription === null ? rest : { ...rest, subscription: change.subscription }
  }
  const { expiresAt, owner, ...none } = change
  none satisfies Record<string, never>
  return { ...socket, expiresAt, owner }
}

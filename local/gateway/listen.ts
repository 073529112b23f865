import type { Server } from 'node:http'
import { createServer, type Server as Listener, type Socket } from 'node:net'

/**
 * Connections that wait to be accepted. The kernel drops connections over this number (Node's default is 511), and their
 * clients wait for seconds.
 */
const BACKLOG = 4_096
/**
 * Node accepts one connection per listener and turn of its event loop. Turns are long under load, so with one listener
 * new clients would wait for seconds (also an agent who wants to pause), while connected clients go on.
 */
const LISTENERS = 128

export interface Listening {
  readonly port: number
  /** Stops accepting connections. Resolves when the last one has closed. */
  close(): Promise<void>
}

/** Binds a server to a port (0: any free port), behind several listeners on Linux. Rejects if the port is taken. */
export async function listen(server: Server, port: number, host: string, connections: number): Promise<Listening> {
  boundConnections(server, connections)
  if (process.platform !== 'linux') {
    await bind(server, { port, host, backlog: BACKLOG })
    return { port: portOf(server), close: () => closed(server) }
  }
  if (port !== 0) await mustBeFree(port, host)
  const options = { host, backlog: BACKLOG, reusePort: true }
  await bind(server, { ...options, port })
  const more = Array.from({ length: LISTENERS - 1 }, () =>
    createServer({ allowHalfOpen: true, noDelay: true }, socket => void server.emit('connection', socket)),
  )
  for (const listener of more) {
    await bind(listener, { ...options, port: portOf(server) })
  }
  return {
    port: portOf(server),
    close: async () => void (await Promise.all([server, ...more].map(closed))),
  }
}

/** Closes new connections at once while `connections` are open, whichever listener accepted them. */
function boundConnections(server: Server, connections: number): void {
  let open = 0
  server.on('connection', (socket: Socket) => {
    if (open >= connections) {
      socket.destroy()
      return
    }
    open++
    socket.once('close', () => {
      open--
    })
  })
}

/**
 * Rejects if the port is taken. A listener with `reusePort` would share the port with another process, so check with a
 * listener that does not.
 */
async function mustBeFree(port: number, host: string): Promise<void> {
  const probe = createServer()
  await bind(probe, { port, host })
  await closed(probe)
}

function bind(listener: Listener, options: Parameters<Listener['listen']>[0] & object): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(options, () => {
      listener.off('error', reject)
      resolve()
    })
  })
}

function closed(listener: Listener): Promise<void> {
  return new Promise(resolve => {
    listener.close(() => resolve())
  })
}

function portOf(listener: Listener): number {
  const address = listener.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

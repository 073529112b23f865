import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How a connection ends: closed or reset between two frames, or reset with the loss of the next bytes of one side. */
export const CUTS = ['closed', 'reset', 'lost on the way up', 'lost on the way down'] as const
export type Cut = (typeof CUTS)[number]

/** An HTTP proxy between a browser and all servers. Each WebSocket has its own tunnel, which tests can cut. */
export interface Line {
  readonly url: string
  /** Cuts the newest WebSocket, once frames have passed through it. Resolves when both ends are closed. */
  cut(how: Cut): Promise<void>
  /** Cuts every open WebSocket. */
  cutAll(): Promise<void>
  /** Drops everything in that direction while the connection lives. Resolves when something was dropped. */
  lose(way: 'up' | 'down'): Promise<void>
  close(): Promise<void>
}

export async function aLine(): Promise<Line> {
  const tunnels = new Set<Tunnel>()
  const waiting: ((tunnel: Tunnel) => void)[] = []
  const newest = async () =>
    [...tunnels].findLast(({ isUsed }) => isUsed) ?? (await new Promise<Tunnel>(resolve => waiting.push(resolve)))
  const proxy = createServer(passOn)
  proxy.on('connect', (req: IncomingMessage, page: Duplex) => {
    const { hostname, port } = new URL(`http://${req.url}`)
    const server = connect(Number(port), hostname)
    server.once('connect', () => page.write('HTTP/1.1 200 Connection established\r\n\r\n'))
    const tunnel: Tunnel = new Tunnel(page as Socket, server, () => {
      for (const resolve of waiting.splice(0)) resolve(tunnel)
    })
    tunnels.add(tunnel)
    void tunnel.over.then(() => tunnels.delete(tunnel))
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('the line has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: async how => await (await newest()).cut(how),
    cutAll: async () => {
      await Promise.all([...tunnels].map(tunnel => tunnel.cut('reset')))
    },
    lose: async way => await (await newest()).lose(way),
    close: () =>
      new Promise(resolve => {
        for (const tunnel of tunnels) void tunnel.cut('reset')
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
}

/** The first chunk is the server's answer to the handshake. */
const CHUNKS_UNTIL_USED = 2

/** The two connections of one WebSocket. */
class Tunnel {
  /** Resolves when both ends are closed. */
  readonly over: Promise<void>
  readonly #page: Socket
  readonly #server: Socket
  readonly #loses = new Map<'up' | 'down', () => void>()
  #chunksDown = 0

  constructor(page: Socket, server: Socket, onUsed: () => void) {
    this.#page = page
    this.#server = server
    page.setNoDelay(true)
    server.setNoDelay(true)
    page.on('data', bytes => this.#pass('up', bytes, server))
    server.on('data', bytes => {
      this.#pass('down', bytes, page)
      this.#chunksDown += 1
      if (this.#chunksDown === CHUNKS_UNTIL_USED) onUsed()
    })
    this.over = Promise.all([endOf(page, server), endOf(server, page)]).then(() => undefined)
  }

  /** Whether a frame of the server has passed. */
  get isUsed(): boolean {
    return this.#chunksDown >= CHUNKS_UNTIL_USED
  }

  async cut(how: Cut): Promise<void> {
    switch (how) {
      case 'closed':
        for (const each of [this.#page, this.#server]) each.destroy()
        break
      case 'reset':
        this.#reset()
        break
      case 'lost on the way up':
        this.#loses.set('up', () => this.#reset())
        break
      case 'lost on the way down':
        this.#loses.set('down', () => this.#reset())
        break
      default:
        how satisfies never
    }
    await this.over
  }

  async lose(way: 'up' | 'down'): Promise<void> {
    await new Promise<void>(resolve => this.#loses.set(way, resolve))
  }

  #pass(way: 'up' | 'down', bytes: Buffer, to: Socket): void {
    const lost = this.#loses.get(way)
    if (lost === undefined) to.write(bytes)
    else lost()
  }

  #reset(): void {
    for (const each of [this.#page, this.#server]) each.resetAndDestroy()
  }
}

/** Resolves when one end is closed, and closes the other. */
function endOf(one: Socket, other: Socket): Promise<void> {
  one.on('error', () => other.destroy())
  return new Promise(resolve =>
    one.once('close', () => {
      other.destroy()
      resolve()
    }),
  )
}

function passOn(req: IncomingMessage, res: ServerResponse): void {
  const { 'proxy-connection': _hopByHop, ...headers } = req.headers
  const asked = request(req.url ?? '', { method: req.method, headers }, answer => {
    res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(res)
  })
  asked.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()))
  req.pipe(asked)
}

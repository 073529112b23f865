import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Whether a request asks to upgrade to a WebSocket. The gateway ignores any other `Upgrade`, as RFC 9110 allows (7.8):
 * Java's HTTP client and `curl --http2` offer `h2c` with their first request and go on in HTTP/1.1.
 */
export const isWebSocketUpgrade = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket'

/** Headers that ask for an upgrade. */
const ASKING = new Set(['upgrade', 'connection', 'http2-settings'])

/**
 * Passes a request that Node took for an upgrade back to its server, without the headers that ask for one. For versions
 * of Node without `shouldUpgradeCallback` (before 24.9). `head`: the bytes after the headers.
 */
export const serveWithoutUpgrade = (server: Server, req: IncomingMessage, socket: Duplex, head: Buffer): void => {
  const lines = [`${req.method} ${req.url} HTTP/${req.httpVersion}`]
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i] ?? ''
    if (!ASKING.has(name.toLowerCase())) lines.push(`${name}: ${req.rawHeaders[i + 1]}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}

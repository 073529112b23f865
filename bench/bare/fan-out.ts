import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'

/** A bare server that sends the body of each POST to every open socket. */
const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const frame = Buffer.concat(chunks)
    for (const socket of open) socket.send(frame, { binary: false })
    res.writeHead(200, { 'content-length': 2 })
    res.end('{}')
  })
})
const open = new Set<WebSocket>()
new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false }).on('connection', socket => {
  open.add(socket)
  socket.on('close', () => open.delete(socket))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address()
  console.log(`listening on ${typeof address === 'object' && address ? address.port : 0}`)
})
process.on('SIGTERM', () => process.exit(0))

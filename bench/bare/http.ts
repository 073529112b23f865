import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** Serves `answer` on a free port, and prints the port. Ends with SIGTERM. */
export function serve(answer: (body: string, req: IncomingMessage) => Promise<unknown>, end: () => void): void {
  const server = createServer(
    { keepAliveTimeout: 75_000, noDelay: true },
    (req: IncomingMessage, res: ServerResponse) => {
      let body = ''
      req.setEncoding('utf8')
      req.on('data', (chunk: string) => {
        body += chunk
      })
      req.on('end', () => {
        void answer(body, req).then(result => {
          const text = JSON.stringify(result)
          res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
          res.end(text)
        })
      })
    },
  )
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    const address = server.address()
    console.log(`listening on ${typeof address === 'object' && address ? address.port : 0}`)
  })
  process.on('SIGTERM', () => {
    end()
    process.exit(0)
  })
}

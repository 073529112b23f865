import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

/** A bot that takes its time. It runs in this process. */
export interface SlowBot {
  /** The connector of a bot's configuration, without its time limit. */
  readonly connector: { readonly type: 'http'; readonly url: string; readonly secret: string }
  /** Resolves at the last of the bot's next `calls`. */
  asked(calls: number): Promise<void>
  close(): void
}

/** Starts a bot that answers each call after `takesMs` with one text. */
export async function openSlowBot(takesMs: number): Promise<SlowBot> {
  let waiting = Promise.withResolvers<void>()
  let missing = 0
  const server = createServer((req, res) => {
    req.resume()
    if (--missing === 0) waiting.resolve()
    setTimeout(() => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(JSON.stringify({ replies: [{ text: 'Here I am.' }] }))
    }, takesMs)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    connector: {
      type: 'http',
      url: `http://127.0.0.1:${port}/`,
      secret: `whsec_${randomBytes(24).toString('base64')}`,
    },
    asked(calls) {
      waiting = Promise.withResolvers<void>()
      missing = calls
      return waiting.promise
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

import { createServer, type IncomingHttpHeaders } from 'node:http'
import { SNSClient } from '@aws-sdk/client-sns'
import type { Letter } from './outbox.ts'
import { type Sns, type SnsOptions, startSns } from './sns.ts'

/** The endpoint on a free port, an SDK client for it, and a server for its outbox. */
export const anSns = async (options: Partial<SnsOptions> = {}) => {
  const sns = await startSns({ host: '127.0.0.1', port: 0, retryDelaysMs: [5, 10], ...options })
  const client = new SNSClient({
    endpoint: sns.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  const pages = await serving(sns)
  return {
    ...sns,
    client,
    pages: pages.url,
    letters: async (after = 0) => (await (await fetch(`${pages.url}/_outbox.json?after=${after}`)).json()) as Letter[],
    end: async () => {
      client.destroy()
      await Promise.all([sns.close(), pages.close()])
    },
  }
}

const serving = async ({ outbox }: Sns) => {
  const server = createServer((req, res) => {
    if (!outbox(req, res)) res.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

export interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An HTTP subscriber that records its requests, and answers with the given statuses, then with 200. */
export const aSubscriber = async (statuses: number[] = []) => {
  const heard: Heard[] = []
  let arrived = Promise.withResolvers<void>()
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      heard.push({ headers: req.headers, body: Buffer.concat(chunks).toString() })
      res.writeHead(statuses.shift() ?? 200).end()
      arrived.resolve()
      arrived = Promise.withResolvers<void>()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`,
    heard,
    /** Resolves with the n-th request, counted from 1, once it has arrived. */
    nth: async (n: number): Promise<Heard> => {
      for (;;) {
        const found = heard[n - 1]
        if (found !== undefined) return found
        await arrived.promise
      }
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

const portOf = (server: ReturnType<typeof createServer>): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

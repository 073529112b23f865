import { connect, type Socket } from 'node:net'

/** The bytes of a complete request: a cheap client leaves the processor to the server. */
export type RawRequest = Buffer

export interface Load {
  readonly port: number
  /** Connections, each with one request at a time. */
  readonly atOnce: number
  readonly requests: number
  /** The bytes of request number `index`. */
  request(index: number): RawRequest
}

export interface LoadResult {
  readonly seconds: number
  readonly perSecond: number
  /** The duration of each request, from the first byte sent to the last byte received, in ms, ascending. */
  readonly latenciesMs: Float64Array
  /** The number of answers by status. */
  readonly statuses: Readonly<Record<number, number>>
}

/** Makes an HTTP/1.1 request for a kept-alive connection. */
export function rawRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): RawRequest {
  return requestOf(method, path, headers, body === undefined ? undefined : JSON.stringify(body))
}

/** Makes a POST of these very bytes of JSON, which a signature may cover. */
export function rawPost(path: string, headers: Readonly<Record<string, string>>, json: string): RawRequest {
  return requestOf('POST', path, headers, json)
}

function requestOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  json: string | undefined,
): RawRequest {
  const lines = Object.entries({
    host: '127.0.0.1',
    ...headers,
    ...(json !== undefined && { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(json)}` }),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${json ?? ''}`)
}

/**
 * Sends all requests over `atOnce` connections. Each waits for its answer before the next. Rejects if a connection
 * breaks.
 */
export async function sendAll({ port, atOnce, requests, request }: Load): Promise<LoadResult> {
  const latenciesMs = new Float64Array(requests)
  const statuses: Record<number, number> = {}
  const clients = await Promise.all(Array.from({ length: Math.min(atOnce, requests) }, () => open(port)))
  let next = 0
  const begun = performance.now()
  await Promise.all(
    clients.map(async client => {
      while (next < requests) {
        const index = next++
        const from = performance.now()
        const { status } = await client.ask(request(index))
        latenciesMs[index] = performance.now() - from
        statuses[status] = (statuses[status] ?? 0) + 1
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  for (const client of clients) client.close()
  return { seconds, perSecond: requests / seconds, latenciesMs: latenciesMs.sort(), statuses }
}

export interface Answer {
  readonly status: number
  readonly body: string
}

export interface Connection {
  ask(request: RawRequest): Promise<Answer>
  close(): void
}

/** Calls the API with a token, and returns the JSON of the answer. Throws if the call failed. */
export async function askJson(
  connection: Connection,
  { method = 'POST', path, token, body }: { method?: string; path: string; token: string; body: unknown },
) {
  const answer = await connection.ask(rawRequest(method, path, { authorization: `Bearer ${token}` }, body))
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body)
}

const HEAD_END = Buffer.from('\r\n\r\n')

/**
 * Opens a kept-alive connection for one request at a time. Parses `node:http` answers: a `content-length`, or chunks.
 */
export async function open(port: number): Promise<Connection> {
  const socket = await connected(port)
  let waiting: PromiseWithResolvers<Answer> | undefined
  let received: Buffer = Buffer.alloc(0)
  let end: Error | undefined

  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = parse(received)
    if (!answer) return
    received = Buffer.alloc(0)
    waiting?.resolve(answer)
  })
  const broken = (error = new Error('the server closed the connection')) => {
    end ??= error
    waiting?.reject(end)
  }
  socket.on('error', broken)
  socket.on('close', () => broken())

  return {
    async ask(request) {
      // A server closes a connection without a request after some seconds.
      if (end) throw end
      waiting = Promise.withResolvers<Answer>()
      socket.write(request)
      return await waiting.promise
    },
    close: () => socket.destroy(),
  }
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Parses an answer. Returns undefined while it is incomplete. */
function parse(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd === -1) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const from = headEnd + HEAD_END.length
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  if (length === undefined) {
    const whole = bytes.toString('utf8', from)
    return whole.endsWith('0\r\n\r\n') ? { status, body: whole } : undefined
  }
  const upTo = from + Number(length)
  return bytes.length < upTo ? undefined : { status, body: bytes.toString('utf8', from, upTo) }
}

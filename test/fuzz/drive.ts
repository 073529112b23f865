import { Agent, request } from 'node:http'
import WebSocket from 'ws'
import { MAX_FRAME_BYTES, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import type { Credential } from './canaries.ts'
import type { HttpCase } from './cases.ts'
import type { Answered } from './oracle.ts'

/** Every request and frame must get an answer within this time. */
const HANGS_AFTER_MS = 30_000

/** The same as in `lib/json.ts`. */
const MAX_DEPTH = 24

/** Sends requests exactly as written: no client normalizes the path. */
export function httpDriver(url: string, concurrency: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const { hostname, port } = new URL(url)
  return {
    close: () => agent.destroy(),
    send: ({ method, target, headers, body }: HttpCase) =>
      new Promise<Answered>((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
        const options = { hostname, port, agent, method, path: target, headers: { ...headers, ...length } }
        const sent = request(options, response => {
          const chunks: Buffer[] = []
          response.on('data', chunk => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          )
        })
        sent.setTimeout(HANGS_AFTER_MS, () => sent.destroy(new Error('no answer: it hangs')))
        sent.on('error', reject)
        sent.end(body)
      }),
  }
}

/** A socket that sends frames one by one, and passes everything that it receives to `seen`. */
export class FrameDriver {
  readonly credential: Credential
  private readonly connectTo: string
  private readonly seen: (credential: Credential, text: string) => void
  private socket: WebSocket | undefined
  private readonly waiting = new Set<(frame: Record<string, unknown> | 'closed') => boolean>()
  private probes = 0
  private last: Promise<unknown> = Promise.resolve()

  constructor(socketUrl: string, credential: Credential, botId: string, seen: FrameDriver['seen']) {
    this.credential = credential
    this.connectTo = `${socketUrl}?bot=${botId}`
    this.seen = seen
  }

  close(): void {
    this.socket?.terminate()
  }

  /** Sends a frame after the one before. Resolves with the type of its answer; rejects after a time limit. */
  send(text: string): Promise<string> {
    const answered = this.last.then(() => this.sendNow(text))
    this.last = answered.catch(() => {})
    return answered
  }

  private async sendNow(text: string): Promise<string> {
    const socket = await this.connected()
    const id = answerIdOf(text)
    const isTooLong = Buffer.byteLength(text) > MAX_FRAME_BYTES
    const answered = isTooLong
      ? this.until(frame => frame === 'closed')
      : id === undefined
        ? this.pong()
        : this.until(frame => frame !== 'closed' && frame.replyTo === id)
    socket.send(text)
    // A successful `typing` gets no answer.
    return await (isTyping(text) && !isTooLong ? Promise.race([answered, this.pong()]) : answered)
  }

  /** Resolves with a ping's answer: the socket still works after a frame that cannot be answered by id. */
  private pong(): Promise<string> {
    const id = `probe-${++this.probes}`
    const answered = this.until(frame => frame !== 'closed' && frame.replyTo === id)
    setImmediate(() => this.socket?.send(JSON.stringify({ type: 'ping', id })))
    return answered
  }

  private async connected(): Promise<WebSocket> {
    if (this.socket?.readyState === WebSocket.OPEN) return this.socket
    const protocols = [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${this.credential.token}`]
    const socket = new WebSocket(this.connectTo, protocols)
    this.socket = socket
    socket.on('message', data => {
      const text = String(data)
      this.seen(this.credential, text)
      this.tell(JSON.parse(text))
    })
    socket.on('error', () => {})
    socket.on('close', () => this.tell('closed'))
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return socket
  }

  private tell(frame: Record<string, unknown> | 'closed'): void {
    for (const each of [...this.waiting]) if (each(frame)) this.waiting.delete(each)
  }

  private until(matches: (frame: Record<string, unknown> | 'closed') => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer: it hangs')), HANGS_AFTER_MS)
      this.waiting.add(frame => {
        const isIt = matches(frame)
        if (!isIt && frame !== 'closed') return false
        clearTimeout(timer)
        if (isIt) resolve(frame === 'closed' ? frame : String(frame.type))
        else reject(new Error('the socket was closed'))
        return true
      })
    })
  }
}

/** The id of a frame's answer; undefined if the frame has none that can be read. */
function answerIdOf(text: string): string | undefined {
  const id = parsed(text)?.id
  return typeof id === 'string' && id.length <= 128 ? id : undefined
}

function isTyping(text: string): boolean {
  return parsed(text)?.type === 'typing'
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text)
    // The server does not parse deeper nesting.
    return typeof value === 'object' && value !== null && depthOf(value) <= MAX_DEPTH ? value : undefined
  } catch {
    return undefined
  }
}

import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { browserEnvironment } from '../../lib/client/browser.ts'
import { EMPTY_LOG, merge } from '../../lib/client/log.ts'
import { Connection, type FrameToSend, type OkResult } from '../../lib/client/socket.ts'
import type { FrameOf } from '../../lib/client/surface.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import { type InboxEvent, type ServerFrame, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'

const ANSWER_MS = 15_000

/**
 * One connection of a client that never reconnects, and all frames that it received. It answers and merges with parts
 * of `lib/client`; attacks send their own frames.
 */
export class SocketClient {
  readonly frames: ServerFrame[] = []
  /** The arrival time of each frame, by `performance.now()`. */
  private readonly times: number[] = []
  /** The merged log of each conversation. */
  readonly logs = new Map<string, Entry[]>()
  readonly cursors = new Map<string, number>()
  private readonly waiting = new Set<() => void>()
  private readonly socket: WebSocket
  private readonly connection: Connection

  private constructor(socket: WebSocket) {
    this.socket = socket
    // Registered first, so that a frame is recorded before the connection handles it.
    socket.on('message', data => this.receive(JSON.parse(String(data))))
    this.connection = new Connection(socket, browserEnvironment(), {
      onOpen: () => {},
      onFrame: () => {},
      onClose: () => this.wake(),
    })
    socket.on('close', () => this.wake())
    socket.on('error', () => {})
  }

  /** Connects and says hello with the cursors of `before`, a client whose connection was lost. */
  static async connect(socketUrl: string, token: string, botId?: string, before?: SocketClient): Promise<SocketClient> {
    const query = botId === undefined ? '' : `?bot=${botId}`
    const socket = new WebSocket(`${socketUrl}${query}`, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`])
    const client = new SocketClient(socket)
    for (const [session, log] of before?.logs ?? []) client.logs.set(session, [...log])
    for (const [session, cursor] of before?.cursors ?? []) client.cursors.set(session, cursor)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
      socket.once('unexpected-response', (_request, response) => reject(new Error(`refused: ${response.statusCode}`)))
    })
    await client.ask({ type: 'hello', cursors: Object.fromEntries(client.cursors) })
    return client
  }

  get isClosed(): boolean {
    return this.socket.readyState === WebSocket.CLOSED
  }

  send(frame: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** Sends a frame with an id and waits for its `ok`. Throws the server's error. */
  async ask(frame: FrameToSend): Promise<OkResult> {
    return await this.connection.ask(frame, ANSWER_MS)
  }

  /** The first received or future frame that `matches`. */
  async next<F extends ServerFrame>(matches: (frame: ServerFrame) => frame is F, withinMs?: number): Promise<F>
  async next(matches: (frame: ServerFrame) => boolean, withinMs?: number): Promise<ServerFrame>
  async next(matches: (frame: ServerFrame) => boolean, withinMs = 15_000): Promise<ServerFrame> {
    return await this.until(() => this.frames.find(matches), withinMs)
  }

  /** The first received or future entry of a conversation that `matches`. */
  async entry(session: string, matches: (entry: Entry) => boolean, withinMs = 15_000): Promise<Entry> {
    return await this.until(() => this.logs.get(session)?.find(matches), withinMs)
  }

  /** Sends its cursors, so that the server sends missing entries. Resolves with the server's answer. */
  async ping(): Promise<void> {
    await this.ask({ type: 'ping', cursors: Object.fromEntries(this.cursors) })
  }

  /** Sends a text; resolves with the server's answer. */
  async say(session: string, text: string, id: string = randomUUID()): Promise<OkResult> {
    return await this.ask({ type: 'message', id, session, message: { type: 'text', text } })
  }

  /** Every entry of a conversation, with repetitions, in order of arrival. */
  received(session: string): Entry[] {
    return this.arrivals(session).map(({ entry }) => entry)
  }

  /** The same, with arrival times. */
  arrivals(session: string): { readonly entry: Entry; readonly at: number }[] {
    return this.frames.flatMap((frame, index) =>
      frame.type === 'entries' && frame.session === session
        ? frame.entries.map(entry => ({ entry, at: this.times[index] ?? 0 }))
        : [],
    )
  }

  /** The inbox's events about a conversation. */
  events(session: string): InboxEvent[] {
    const events = this.frames.flatMap(frame => (frame.type === 'inbox' ? frame.events : []))
    return events.filter(event => aboutOf(event) === session)
  }

  /** The first received or future inbox event about a conversation that `matches`. */
  async event(session: string, matches: (event: InboxEvent) => boolean, withinMs = 15_000): Promise<InboxEvent> {
    return await this.until(() => this.events(session).find(matches), withinMs)
  }

  close(): void {
    this.socket.close()
  }

  /** Drops the connection without a close frame. */
  terminate(): void {
    this.socket.terminate()
  }

  private receive(frame: ServerFrame): void {
    this.frames.push(frame)
    this.times.push(performance.now())
    if (frame.type === 'entries') this.apply(frame)
    this.wake()
  }

  private apply(frame: FrameOf<'entries'>): void {
    const { session } = frame
    const log = { ...EMPTY_LOG, cursor: this.cursors.get(session) ?? 0, entries: this.logs.get(session) ?? [] }
    const merged = merge(log, frame)
    switch (merged.outcome) {
      case 'gap':
        // The cursor of a log without an entry must be named too, or the server sends nothing of it.
        this.cursors.set(session, log.cursor)
        this.send({ type: 'ping', cursors: Object.fromEntries(this.cursors) })
        break
      case 'old':
        break
      case 'applied':
        this.logs.set(session, [...merged.log.entries])
        this.cursors.set(session, merged.log.cursor)
        break
      default:
        merged satisfies never
    }
  }

  private async until<T>(look: () => T | undefined, withinMs: number): Promise<T> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      const left = deadline - Date.now()
      const { isClosed } = this
      if (left <= 0 || isClosed) {
        const last = this.frames.slice(-5).map(frame => JSON.stringify(frame))
        throw new Error(`${isClosed ? 'the socket was closed' : 'nothing came'}; the last frames: ${last.join('\n')}`)
      }
      await new Promise<void>(resolve => {
        const wake = () => {
          clearTimeout(timer)
          this.waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, left)
        this.waiting.add(wake)
      })
    }
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake()
  }
}

function aboutOf(event: InboxEvent): unknown {
  switch (event.type) {
    case 'conversation':
      return event.conversation.id
    case 'hitl.session.changed':
      return event.id
    case 'hitl.new_session':
    case 'hitl.message':
      return event.session.id
    default:
      return event satisfies never
  }
}

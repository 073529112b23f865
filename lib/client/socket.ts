import type { ServerFrame } from '../protocol/frames.ts'
import { MAX_FRAME_BYTES } from '../protocol/wire.ts'
import type { ClientEnvironment, SocketLike, Undo } from './environment.ts'
import { holderIn, ProblemError, unreachable } from './problem-error.ts'
import type { FrameOf } from './surface.ts'
import { utf8Bytes } from './utf8.ts'

export type FrameToSend = Readonly<Record<string, unknown>> & { readonly type: string }
export type OkResult = Readonly<Record<string, unknown>>

export interface ConnectionEvents {
  onOpen(): void
  onFrame(frame: ServerFrame): void
  /** The socket ended or never opened. `close` does not call it. */
  onClose(wasOpen: boolean): void
}

/** Time limit of a handshake. */
const OPEN_MS = 10_000
/** If a timer fires this much too late, the tab has slept, and the awaited frame may be about to be read. */
const SLEPT_MS = 2_000

interface Awaited {
  resolve(result: OkResult): void
  reject(error: ProblemError): void
  undo: Undo
}

/** One connection, from the attempt to its end. After it ended or was closed, it calls no event and sends nothing. */
export class Connection {
  readonly #socket: SocketLike
  readonly #environment: ClientEnvironment
  readonly #events: ConnectionEvents
  readonly #awaited = new Map<string, Awaited>()
  readonly #opening: Undo
  #status: 'opening' | 'open' | 'over' = 'opening'
  #heardAt: number
  #heard = 0

  constructor(socket: SocketLike, environment: ClientEnvironment, events: ConnectionEvents) {
    this.#socket = socket
    this.#environment = environment
    this.#events = events
    this.#heardAt = environment.clock.now()
    this.#opening = environment.clock.after(OPEN_MS, () => this.#lost())
    socket.addEventListener('open', () => this.#opened())
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    socket.addEventListener('close', () => this.#lost())
    // A `close` should follow, but not every socket sends one.
    socket.addEventListener('error', () => this.#lost())
  }

  get isOpen(): boolean {
    return this.#status === 'open'
  }

  /** When the last frame arrived. */
  get heardAt(): number {
    return this.#heardAt
  }

  /** Number of frames that arrived. */
  get heard(): number {
    return this.#heard
  }

  /** Sends a frame. Throws `frame.too_large`, since the server would close the socket, and `client.unreachable`. */
  send(frame: FrameToSend): void {
    const text = JSON.stringify(frame)
    if (text.length > MAX_FRAME_BYTES || utf8Bytes(text) > MAX_FRAME_BYTES) {
      throw new ProblemError({ code: 'frame.too_large', detail: `a frame may have at most ${MAX_FRAME_BYTES} bytes` })
    }
    if (this.#status !== 'open') throw unreachable('there is no connection')
    try {
      this.#socket.send(text)
    } catch {
      throw unreachable('the socket did not accept the frame')
    }
  }

  /**
   * Sends a frame and waits for its `ok` (for a `ping`, its `pong`). Throws the server's error, and
   * `client.unreachable` if the connection ends or no answer comes within `withinMs`.
   */
  async ask(frame: FrameToSend, withinMs: number): Promise<OkResult> {
    const id = typeof frame.id === 'string' ? frame.id : this.#environment.newId()
    return await new Promise((resolve, reject) => {
      this.send({ ...frame, id })
      // The server answers a command that is sent twice only once.
      this.#awaited.get(id)?.reject(unreachable('the command was sent again'))
      this.#awaited.set(id, { resolve, reject, undo: this.#deadline(id, withinMs) })
    })
  }

  /** Closes the connection without calling an event. */
  close(): void {
    if (this.#status === 'over') return
    this.#end()
    this.#socket.close()
  }

  #opened(): void {
    if (this.#status !== 'opening') return
    this.#status = 'open'
    this.#heardAt = this.#environment.clock.now()
    this.#opening()
    this.#events.onOpen()
  }

  #receive(data: unknown): void {
    if (this.#status !== 'open') return
    this.#heardAt = this.#environment.clock.now()
    this.#heard += 1
    const frame = frameOf(data)
    if (frame === undefined) return
    // Handle the frame first, so that a caller who waits for an `ok` finds every earlier frame handled.
    this.#events.onFrame(frame)
    this.#answer(frame)
  }

  #answer(frame: ServerFrame): void {
    if (frame.type !== 'ok' && frame.type !== 'error' && frame.type !== 'pong') return
    const awaited = frame.replyTo === undefined ? undefined : this.#awaited.get(frame.replyTo)
    if (awaited === undefined || frame.replyTo === undefined) return
    this.#awaited.delete(frame.replyTo)
    awaited.undo()
    if (frame.type === 'error') awaited.reject(problemOf(frame))
    else awaited.resolve(frame.type === 'ok' ? (frame.result ?? {}) : {})
  }

  #deadline(id: string, withinMs: number): Undo {
    const { clock } = this.#environment
    let undo = () => {}
    const wait = () => {
      const due = clock.now() + withinMs
      undo = clock.after(withinMs, () => {
        if (clock.now() - due > SLEPT_MS) return wait()
        this.#awaited.get(id)?.reject(unreachable('the server did not answer'))
        this.#awaited.delete(id)
      })
    }
    wait()
    return () => undo()
  }

  #lost(): void {
    if (this.#status === 'over') return
    const wasOpen = this.#status === 'open'
    this.#end()
    this.#socket.close()
    this.#events.onClose(wasOpen)
  }

  #end(): void {
    this.#status = 'over'
    this.#opening()
    for (const { undo, reject } of this.#awaited.values()) {
      undo()
      reject(unreachable('the connection was lost'))
    }
    this.#awaited.clear()
  }
}

/** Parses a frame of the server. Undefined for other text, such as a gateway's own answer. */
function frameOf(data: unknown): ServerFrame | undefined {
  try {
    const parsed: unknown = JSON.parse(String(data))
    const isFrame = typeof parsed === 'object' && parsed !== null && 'type' in parsed && typeof parsed.type === 'string'
    return isFrame ? (parsed as ServerFrame) : undefined
  } catch {
    return undefined
  }
}

function problemOf(frame: FrameOf<'error'>): ProblemError {
  const { code, detail, errors, retryAfterSeconds, review } = frame
  return new ProblemError({ code, detail, errors: errors ?? [], retryAfterSeconds, holder: holderIn(frame), review })
}

import type { IncomingMessage } from 'node:http'
import { type Body, beginReading, hasBody, type Reading } from './body.ts'
import { isLoopback } from './hosts.ts'
import { sourceIp } from './http-event.ts'

/** Limits on bodies that have begun and not yet arrived. */
export interface BodyLimits {
  /** From the end of the headers to the end of the body. */
  readonly timeoutMs: number
  /** Incomplete bodies, and the bytes of them that have arrived: in total and per peer. */
  readonly count: number
  readonly bytes: number
  readonly peerCount: number
  readonly peerBytes: number
}

const MB = 1024 * 1024
export const BODY_LIMITS: BodyLimits = {
  timeoutMs: 5_000,
  count: 4_096,
  bytes: 64 * MB,
  peerCount: 2_048,
  peerBytes: 32 * MB,
}

/** An incomplete body, with its sender and the bytes that have arrived. */
interface UnderWay {
  readonly peer: Peer
  reading: Reading
  bytes: number
}

/** One sender's incomplete bodies, the oldest first. */
interface Peer {
  readonly underWay: Set<UnderWay>
  bytes: number
}

/**
 * Reads bodies, and limits the incomplete ones. At a limit, refuses the oldest body and not the newest: a body of a
 * well-behaved client usually arrives at once, and one that never ends becomes the oldest.
 */
export class Bodies {
  readonly #limits: BodyLimits
  readonly #peers = new Map<string, Peer>()
  readonly #all: Peer = { underWay: new Set(), bytes: 0 }

  constructor(limits: Partial<BodyLimits> = {}) {
    this.#limits = { ...BODY_LIMITS, ...limits }
  }

  /** Reads a body of at most `maxBytes`. Never rejects. */
  async read(req: IncomingMessage, maxBytes: number): Promise<Body> {
    if (!hasBody(req)) return 'none'
    const name = peerOf(req)
    const peer = this.#peers.get(name) ?? { underWay: new Set(), bytes: 0 }
    this.#peers.set(name, peer)
    const reading = beginReading(req, maxBytes, bytes => {
      each.bytes += bytes
      peer.bytes += bytes
      this.#all.bytes += bytes
      this.#makeRoom(peer)
    })
    const each: UnderWay = { peer, reading, bytes: 0 }
    peer.underWay.add(each)
    this.#all.underWay.add(each)
    this.#makeRoom(peer)
    // Wait one more turn of the event loop: if this process was slow, the body is there and only needs to be read.
    const timer = setTimeout(() => setImmediate(() => reading.refuse('too slow')), this.#limits.timeoutMs)
    const body = await reading.body
    clearTimeout(timer)
    this.#remove(each)
    if (peer.underWay.size === 0 && this.#peers.get(name) === peer) this.#peers.delete(name)
    return body
  }

  #makeRoom(peer: Peer): void {
    const { count, bytes, peerCount, peerBytes } = this.#limits
    while (peer.underWay.size > peerCount || peer.bytes > peerBytes) this.#refuseOldest(peer)
    while (this.#all.underWay.size > count || this.#all.bytes > bytes) this.#refuseOldest(this.#all)
  }

  #refuseOldest({ underWay }: Peer): void {
    const [oldest] = underWay
    if (oldest === undefined) return
    this.#remove(oldest)
    oldest.reading.refuse('crowded out')
  }

  #remove(each: UnderWay): void {
    if (!this.#all.underWay.delete(each)) return
    each.peer.underWay.delete(each)
    each.peer.bytes -= each.bytes
    this.#all.bytes -= each.bytes
  }
}

const LONGEST_ADDRESS = 64

/**
 * The sender of a request: its address, or, behind a proxy on this machine, the address that the proxy saw, which is
 * the last one in `X-Forwarded-For`.
 */
const peerOf = (req: IncomingMessage): string => {
  const address = sourceIp(req)
  if (!isLoopback(address)) return address
  const forwarded = req.headers['x-forwarded-for']
  const last =
    String(forwarded ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? ''
  return last === '' ? address : last.slice(0, LONGEST_ADDRESS)
}

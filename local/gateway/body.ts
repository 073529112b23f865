import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

/** Why a body is refused: it is too long or too slow, or too many bodies are incomplete. */
export type BodyRefusal = 'too large' | 'too slow' | 'crowded out'

/** A body: its bytes, or why there are none. `aborted`: the client disconnected before its end. */
export type Body = Buffer | 'none' | 'aborted' | BodyRefusal

/** A body that is being read. */
export interface Reading {
  /** Never rejects. */
  readonly body: Promise<Body>
  /** Stops reading, and drops the bytes that have arrived. Does nothing if reading has ended. */
  refuse(why: BodyRefusal): void
}

/** Whether a body follows the headers. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/**
 * Begins to read a body of at most `maxBytes`. Calls `grew` with the length of each piece. Keeps nothing over the
 * limit.
 */
export const beginReading = (req: IncomingMessage, maxBytes: number, grew: (bytes: number) => void): Reading => {
  const { promise, resolve } = Promise.withResolvers<Body>()
  let chunks: Buffer[] = []
  let bytes = 0
  let isOver = false
  const end = (body: Body) => {
    isOver = true
    chunks = []
    resolve(body)
  }
  req.on('data', (chunk: Buffer) => {
    if (isOver) return
    bytes += chunk.length
    if (bytes > maxBytes) return end('too large')
    chunks.push(chunk)
    grew(chunk.length)
  })
  req.on('end', () => {
    const [first] = chunks
    if (first === undefined) end('none')
    else end(chunks.length === 1 ? first : Buffer.concat(chunks, bytes))
  })
  req.on('error', () => end('aborted'))
  req.on('close', () => end('aborted'))
  if (Number(req.headers['content-length']) > maxBytes) end('too large')
  return { body: promise, refuse: end }
}

/** Reads a body of at most `maxBytes`, without any other limit. Never rejects. */
export const readBody = async (req: IncomingMessage, maxBytes: number): Promise<Body> =>
  hasBody(req) ? await beginReading(req, maxBytes, () => {}).body : 'none'

const TEXT = /^(?:text\/|application\/(?:json|javascript|xml|graphql)\b|[^;]+\+(?:json|xml)\b)/i

/**
 * Encodes a body for an event. HTTP APIs pass text types as text and everything else, form posts included, as base64. A
 * body of a text type that is not UTF-8 becomes base64 too, so that no byte is lost.
 */
export const encodeBody = (
  bytes: Buffer,
  contentType: string | undefined,
): { body: string; isBase64Encoded: boolean } =>
  (contentType === undefined || TEXT.test(contentType)) && isUtf8(bytes)
    ? { body: bytes.toString('utf8'), isBase64Encoded: false }
    : { body: bytes.toString('base64'), isBase64Encoded: true }

import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

/** Why a body is not read to its end: too long, too slow, or more bodies were under way than there is room for. */
export type BodyRefusal = 'too large' | 'too slow' | 'crowded out'

/** A body: its bytes, or why there are none. `aborted`: the client left in the middle of it. */
export type Body = Buffer | 'none' | 'aborted' | BodyRefusal

/** A body on its way. */
export interface Reading {
  /** Never rejects. */
  readonly body: Promise<Body>
  /** Ends the reading, and lets go of what has arrived. Nothing happens where it has ended already. */
  refuse(why: BodyRefusal): void
}

/** Whether a body follows at all: only then is there something to wait for. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/** Begins to read a body of at most `maxBytes`. `grew` hears of each piece's length. Keeps nothing past the bound. */
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

/** Reads a body of at most `maxBytes`, without any other bound; never rejects. */
export const readBody = async (req: IncomingMessage, maxBytes: number): Promise<Body> =>
  hasBody(req) ? await beginReading(req, maxBytes, () => {}).body : 'none'

const TEXT = /^(?:text\/|application\/(?:json|javascript|xml|graphql)\b|[^;]+\+(?:json|xml)\b)/i

/**
 * A body as it stands in an event. HTTP APIs hand over text types as text and everything else, form posts included, as
 * base64. What claims to be text and is not UTF-8 goes as base64 too, so that no byte is lost.
 */
export const encodeBody = (
  bytes: Buffer,
  contentType: string | undefined,
): { body: string; isBase64Encoded: boolean } =>
  (contentType === undefined || TEXT.test(contentType)) && isUtf8(bytes)
    ? { body: bytes.toString('utf8'), isBase64Encoded: false }
    : { body: bytes.toString('base64'), isBase64Encoded: true }

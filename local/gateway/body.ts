import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

/** What is left of a body: its bytes, or why there are none. `aborted`: the client left in the middle of it. */
export type Body = Buffer | 'none' | 'too large' | 'aborted'

/** Whether a body follows at all: only then is there something to wait for. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/** Reads a body of at most `maxBytes`; never rejects. What comes past the bound is not kept. */
export const readBody = (req: IncomingMessage, maxBytes: number): Promise<Body> => {
  if (!hasBody(req)) return Promise.resolve('none')
  if (Number(req.headers['content-length']) > maxBytes) return Promise.resolve('too large')
  const { promise, resolve } = Promise.withResolvers<Body>()
  const chunks: Buffer[] = []
  let bytes = 0
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
    else resolve('too large')
  })
  req.on('end', () => {
    const [first] = chunks
    if (first === undefined) resolve('none')
    else resolve(chunks.length === 1 ? first : Buffer.concat(chunks, bytes))
  })
  req.on('error', () => resolve('aborted'))
  req.on('close', () => resolve('aborted'))
  return promise
}

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

import type { Content } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import { MAX_ENTRY_BYTES } from '../protocol/wire.ts'

/** A content that fits an entry. `continued`: it continues the content before it. */
export type Piece = Content & { readonly continued?: true }

/** The pieces of a message, at least one. */
export type Pieces = readonly [Piece, ...Piece[]]

/** Bytes of an entry beside its content: times, numbers, and ids of a user and a client, some with escapes. */
const OTHER_FIELDS_BYTES = 3 * 1024
/** Maximum bytes of JSON for the text and the payload of one piece. */
export const PIECE_BYTES = MAX_ENTRY_BYTES - OTHER_FIELDS_BYTES
/** The first piece reserves this many bytes for text beside a payload. */
const MIN_TEXT_BYTES = 1024
/** A cut moves back to the end of a paragraph or a word if there is one in this last part of a piece. */
const NEAR = 1 / 8
/**
 * Maximum number of entries of one message. A DynamoDB transaction takes 100 items, and a commit writes other items
 * beside the entries.
 */
export const MAX_PIECES = 80

/** The pieces of a content, and whether its payload was too large to keep. */
export interface Cut {
  readonly pieces: Pieces
  readonly payloadDropped: boolean
}

/**
 * Cuts a content into pieces that fit entries. The texts of the pieces, joined, are the text. The first piece has the
 * payload. A payload that is too large is dropped if there is a text. Throws `message.too_large` if nothing is left, or
 * if there are too many pieces.
 */
export function piecesOf({ type, text, payload }: Content): Cut {
  const payloadBytes = payload === undefined ? 0 : Buffer.byteLength(JSON.stringify(payload))
  const payloadDropped = payloadBytes > PIECE_BYTES - (text === undefined ? 0 : MIN_TEXT_BYTES)
  if (text === undefined && (payload === undefined || payloadDropped)) {
    throw tooLarge(`a payload may take ${PIECE_BYTES} bytes as JSON, but this one takes ${payloadBytes}`)
  }
  const kept = payload !== undefined && !payloadDropped ? { payload } : {}
  if (text === undefined) return { pieces: [{ type, ...kept }], payloadDropped }
  const [first, ...rest] = cutText(text, PIECE_BYTES - (payloadDropped ? 0 : payloadBytes))
  if (rest.length >= MAX_PIECES) throw tooLarge(`a message may take ${MAX_PIECES} entries, but this one needs more`)
  const continued = rest.map((part): Piece => ({ type: 'text', text: part, continued: true }))
  return { pieces: [{ type, text: first, ...kept }, ...continued], payloadDropped }
}

/** The pieces of several contents, and how many contents lost something. */
export interface CutAll {
  readonly pieces: readonly Piece[]
  readonly payloadsDropped: number
  /** Number of contents without a text whose payload is too large. */
  readonly contentsDropped: number
}

/**
 * Cuts contents into pieces, one after the other, and leaves out a content that does not fit. Throws
 * `message.too_large` if none fits, or if there are too many pieces.
 */
export function piecesOfAll(contents: readonly Content[]): CutAll {
  const pieces: Piece[] = []
  let payloadsDropped = 0
  let refused: unknown
  let contentsDropped = 0
  for (const content of contents) {
    try {
      const cut = piecesOf(content)
      pieces.push(...cut.pieces)
      if (cut.payloadDropped) payloadsDropped++
    } catch (error) {
      refused = error
      contentsDropped++
    }
  }
  if (pieces.length === 0 && contentsDropped > 0) throw refused
  if (pieces.length > MAX_PIECES) throw tooLarge(`an answer may take ${MAX_PIECES} entries, but this one needs more`)
  return { pieces, payloadsDropped, contentsDropped }
}

/** The contents of entries that begin at `from`. Each later piece has the `seq` of the first one in `continues`. */
export function placed(pieces: readonly Piece[], from: number): readonly (Content & { readonly continues?: number })[] {
  let first = from
  return pieces.map(({ continued, ...content }, index) => {
    if (continued) return { ...content, continues: first }
    first = from + index
    return content
  })
}

function tooLarge(detail: string): InterludeError {
  return new InterludeError('message.too_large', detail)
}

function cutText(text: string, firstRoom: number): readonly [string, ...string[]] {
  let end = endOfPiece(text, 0, firstRoom)
  const first = text.slice(0, end)
  const rest: string[] = []
  while (end < text.length) {
    const start = end
    end = endOfPiece(text, start, PIECE_BYTES)
    rest.push(text.slice(start, end))
  }
  return [first, ...rest]
}

/**
 * Returns where a piece that begins at `start` ends: at the last character whose JSON fits, or at a boundary shortly
 * before.
 */
function endOfPiece(text: string, start: number, room: number): number {
  let bytes = 0
  let end = start
  let paragraph = 0
  let word = 0
  while (end < text.length) {
    const code = text.codePointAt(end) ?? 0
    bytes += jsonBytes(code)
    if (bytes > room) {
      const boundary = paragraph || word
      return boundary || end
    }
    end += code > 0xffff ? 2 : 1
    if (bytes >= room * (1 - NEAR)) {
      if (code === NEWLINE) paragraph = end
      if (code === NEWLINE || code === SPACE) word = end
    }
  }
  return end
}

const NEWLINE = 0x0a
const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Characters with a short escape in JSON: backspace, tab, newline, form feed, carriage return. */
const SHORT_ESCAPES = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d])

/** Bytes of a character in JSON in UTF-8. JSON escapes half of a surrogate pair. */
function jsonBytes(code: number): number {
  if (code < 0x20) return SHORT_ESCAPES.has(code) ? 2 : 6
  if (code === QUOTE || code === BACKSLASH) return 2
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code > 0xffff) return 4
  return code >= 0xd800 && code <= 0xdfff ? 6 : 3
}

import type { Content } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import { MAX_ENTRY_BYTES } from '../protocol/wire.ts'

/** A content that fits an entry. `continued`: it is the rest of the content before it. */
export type Piece = Content & { readonly continued?: true }

/** A message in pieces. It has at least one. */
export type Pieces = readonly [Piece, ...Piece[]]

/** Bytes of an entry beside its content: ids of a user and a client that need escapes, times and numbers. */
const OTHER_FIELDS_BYTES = 3 * 1024
/** Bytes of JSON that the text and the payload of one piece may take. */
export const PIECE_BYTES = MAX_ENTRY_BYTES - OTHER_FIELDS_BYTES
/** The first piece keeps room for so much text beside a payload. */
const MIN_TEXT_BYTES = 1024
/** A cut goes to a boundary of paragraphs or words where one stands in this last part of a piece. */
const NEAR = 1 / 8
/** A DynamoDB transaction takes 100 items: the entries of one commit leave room for what is written beside them. */
export const MAX_PIECES = 80

/** A content in pieces, and whether its payload was too large to keep. */
export interface Cut {
  readonly pieces: Pieces
  readonly payloadDropped: boolean
}

/**
 * Cuts a content into pieces that fit entries. The texts of the pieces, joined, are the text. The payload goes with the
 * first piece. A payload that is too large is dropped where there is text.
 * Throws `message.too_large` where nothing is left, or where there are too many pieces.
 */
export function piecesOf({ type, text, payload }: Content): Cut {
  const payloadBytes = payload === undefined ? 0 : Buffer.byteLength(JSON.stringify(payload))
  const payloadDropped = payloadBytes > PIECE_BYTES - (text === undefined ? 0 : MIN_TEXT_BYTES)
  if (text === undefined && (payload === undefined || payloadDropped)) {
    throw tooLarge(`a payload may take ${PIECE_BYTES} bytes as JSON, this one has ${payloadBytes}`)
  }
  const kept = payload !== undefined && !payloadDropped ? { payload } : {}
  if (text === undefined) return { pieces: [{ type, ...kept }], payloadDropped }
  const [first, ...rest] = cutText(text, PIECE_BYTES - (payloadDropped ? 0 : payloadBytes))
  if (rest.length >= MAX_PIECES) throw tooLarge(`a message may take ${MAX_PIECES} entries, this one needs more`)
  const continued = rest.map((part): Piece => ({ type: 'text', text: part, continued: true }))
  return { pieces: [{ type, text: first, ...kept }, ...continued], payloadDropped }
}

/** Several contents in pieces: the pieces of all that fit, and how many contents lost something. */
export interface CutAll {
  readonly pieces: readonly Piece[]
  readonly payloadsDropped: number
  /** Contents that consist of a payload that is too large. */
  readonly contentsDropped: number
}

/**
 * Cuts contents into pieces, one after the other. A content that does not fit is left out.
 * Throws `message.too_large` where none fits, or where there are too many pieces.
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
  if (pieces.length > MAX_PIECES) throw tooLarge(`an answer may take ${MAX_PIECES} entries, this one needs more`)
  return { pieces, payloadsDropped, contentsDropped }
}

/** The contents of entries that begin at `from`: each later piece names the place of the first one. */
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

/** Where a piece that begins at `start` ends: as far as its JSON fits, or at a boundary shortly before. */
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
/** JSON has short escapes for these: backspace, tab, newline, form feed, carriage return. */
const SHORT_ESCAPES = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d])

/** Bytes that a character takes as a part of a JSON text in UTF-8. Half of a surrogate pair is escaped. */
function jsonBytes(code: number): number {
  if (code < 0x20) return SHORT_ESCAPES.has(code) ? 2 : 6
  if (code === QUOTE || code === BACKSLASH) return 2
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code > 0xffff) return 4
  return code >= 0xd800 && code <= 0xdfff ? 6 : 3
}

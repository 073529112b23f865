import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_ENTRY_BYTES } from '../protocol/message.ts'
import { PIECE_BYTES, piecesOf, piecesOfAll, placed } from './pieces.ts'

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
const textsOf = (pieces: readonly { text?: string }[]) => pieces.map(({ text = '' }) => text)

describe('a long text', () => {
  const character = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('a', ' ', '\n', '"', '\\', '\u0001', '\u007f', 'é', '€', '😀', '\ud83d', '\ude00', '\u2028'),
  )
  const text = fc
    .tuple(fc.array(character, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 4_000 }))
    .map(([characters, times]) => characters.join('').repeat(times))

  it('is cut into pieces that fit entries and join to the same text', () => {
    fc.assert(
      fc.property(text, given => {
        const { pieces } = piecesOf({ type: 'text', text: given })
        expect(textsOf(pieces).join('')).toBe(given)
        for (const piece of pieces) expect(bytesOf(piece)).toBeLessThan(PIECE_BYTES + 100)
        for (const piece of textsOf(pieces)) expect(piece).not.toBe('')
      }),
      { numRuns: 200 },
    )
  })

  it('is never cut inside a surrogate pair', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const { pieces } = piecesOf({ type: 'text', text: before + '😀'.repeat(20_000) })
      expect(pieces.length).toBeGreaterThan(3)
      for (const piece of textsOf(pieces)) expect(piece.isWellFormed()).toBe(true)
    }
  })

  it('is cut after a paragraph, or else after a word, if one ends near the end of the piece', () => {
    const words = piecesOf({ type: 'text', text: 'words and more '.repeat(2_000) })
    expect(
      textsOf(words.pieces)
        .slice(0, -1)
        .every(piece => piece.endsWith(' ')),
    ).toBe(true)
    const paragraph = `${'some words '.repeat(80)}\n`
    const paragraphs = piecesOf({ type: 'text', text: paragraph.repeat(60) })
    expect(
      textsOf(paragraphs.pieces)
        .slice(0, -1)
        .every(piece => piece.endsWith('\n')),
    ).toBe(true)
    const none = piecesOf({ type: 'text', text: 'x'.repeat(30_000) })
    expect(textsOf(none.pieces).map(({ length }) => length)).toEqual([PIECE_BYTES, 30_000 - PIECE_BYTES])
  })

  it('stays whole if it fits into one entry', () => {
    const content = { type: 'text', text: 'x'.repeat(PIECE_BYTES) } as const
    expect(piecesOf(content)).toEqual({ pieces: [content], payloadDropped: false })
  })

  it('is refused if it needs more than 80 entries', () => {
    expect(() => piecesOf({ type: 'text', text: 'x'.repeat(PIECE_BYTES * 81) })).toThrow('80 entries')
  })
})

describe('the payload of a message', () => {
  const payload = (bytes: number) => ({ x: 'x'.repeat(bytes - 8) })

  it('goes with the first piece, and the later pieces are texts', () => {
    const { pieces } = piecesOf({ type: 'image', text: 'word '.repeat(8_000), payload: payload(10_000) })
    expect(pieces.map(({ type, payload: kept, continued }) => [type, kept !== undefined, continued])).toEqual([
      ['image', true, undefined],
      ['text', false, true],
      ['text', false, true],
    ])
    for (const piece of pieces) expect(bytesOf(piece)).toBeLessThan(PIECE_BYTES + 100)
  })

  it('is dropped if it is too large and there is text', () => {
    const { pieces, payloadDropped } = piecesOf({ type: 'image', text: 'see', payload: payload(MAX_ENTRY_BYTES) })
    expect({ pieces, payloadDropped }).toEqual({ pieces: [{ type: 'image', text: 'see' }], payloadDropped: true })
  })

  it('is refused if it is too large and there is no text', () => {
    expect(() => piecesOf({ type: 'image', payload: payload(MAX_ENTRY_BYTES) })).toThrow('a payload may take')
    expect(piecesOf({ type: 'image', payload: payload(PIECE_BYTES) }).pieces).toHaveLength(1)
  })
})

describe('several contents', () => {
  const large = { type: 'custom', payload: { x: 'x'.repeat(MAX_ENTRY_BYTES) } } as const

  it('lose the content or payload that does not fit, and keep the others', () => {
    const cut = piecesOfAll([
      { type: 'text', text: 'hi' },
      large,
      { type: 'image', text: 'see', payload: large.payload },
    ])
    expect(cut).toEqual({
      pieces: [
        { type: 'text', text: 'hi' },
        { type: 'image', text: 'see' },
      ],
      payloadsDropped: 1,
      contentsDropped: 1,
    })
  })

  it('are refused if none fits, and give no pieces if there are none', () => {
    expect(() => piecesOfAll([large, large])).toThrow('a payload may take')
    expect(piecesOfAll([])).toEqual({ pieces: [], payloadsDropped: 0, contentsDropped: 0 })
  })

  it('keep their order, and each later piece names the place of its first one', () => {
    const text = 'x'.repeat(PIECE_BYTES * 2 + 1)
    const { pieces } = piecesOfAll([
      { type: 'text', text },
      { type: 'text', text: 'short' },
      { type: 'text', text },
    ])
    expect(placed(pieces, 5).map(({ continues }) => continues)).toEqual([undefined, 5, 5, undefined, undefined, 9, 9])
    expect(placed(pieces, 5).some(content => 'continued' in content)).toBe(false)
  })
})

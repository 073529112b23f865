import { describe, expect, it } from 'vitest'
import { MAX_ENTRY_BYTES, MAX_NOTE_CHARS } from '../../../lib/protocol/wire.ts'
import { roomFor } from './room.ts'

const ana = { id: 'ana', name: 'Ana' }

describe('the room for a text', () => {
  it('is scarce only close to the limit', () => {
    expect(roomFor('reply', 'Hello', ana).isScarce).toBe(false)
    expect(roomFor('reply', 'a'.repeat(22_500), ana).isScarce).toBe(true)
  })

  it('counts bytes of the entry: an umlaut takes two, an emoji four, a line break two', () => {
    const left = (text: string) => roomFor('reply', text, ana).left
    expect(left('') - left('ä')).toBe(2)
    expect(left('') - left('😀')).toBe(4)
    expect(left('') - left('\n')).toBe(2)
  })

  it('ends before the server refuses the entry', () => {
    const text = 'a'.repeat(roomFor('reply', '', ana).left)
    const entry = {
      kind: 'message',
      seq: 1_000_000_000,
      at: '2026-01-05T09:00:00.000Z',
      epoch: 100_000,
      direction: 'out',
      by: { type: 'agent', ...ana },
      type: 'text',
      text,
      clientId: 'c'.repeat(36),
      deliver: true,
    }
    expect(new TextEncoder().encode(JSON.stringify(entry)).length).toBeLessThanOrEqual(MAX_ENTRY_BYTES)
  })

  it('counts characters in a note, unless fewer bytes are left', () => {
    expect(roomFor('note', 'ab', ana)).toEqual({ left: MAX_NOTE_CHARS - 2, unit: 'characters', isScarce: false })
    expect(roomFor('note', '漢'.repeat(8_000), ana).unit).toBe('bytes')
  })
})

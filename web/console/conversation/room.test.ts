import { describe, expect, it } from 'vitest'
import { MAX_ENTRY_BYTES, MAX_NOTE_CHARS } from '../../../lib/protocol/wire.ts'
import { NOTHING_ADDED } from './added.ts'
import { roomFor } from './room.ts'

const ana = { id: 'ana', name: 'Ana' }

describe('the room for a text', () => {
  it('is scarce only close to the limit', () => {
    expect(roomFor('reply', 'Hello', NOTHING_ADDED, ana).isScarce).toBe(false)
    expect(roomFor('reply', 'a'.repeat(22_500), NOTHING_ADDED, ana).isScarce).toBe(true)
  })

  it('counts bytes of the entry: an umlaut takes two, an emoji four, a line break two', () => {
    const left = (text: string) => roomFor('reply', text, NOTHING_ADDED, ana).left
    expect(left('') - left('ä')).toBe(2)
    expect(left('') - left('😀')).toBe(4)
    expect(left('') - left('\n')).toBe(2)
  })

  it('ends before the server refuses the entry', () => {
    const text = 'a'.repeat(roomFor('reply', '', NOTHING_ADDED, ana).left)
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
    expect(roomFor('note', 'ab', NOTHING_ADDED, ana)).toEqual({
      left: MAX_NOTE_CHARS - 2,
      unit: 'characters',
      isScarce: false,
    })
    expect(roomFor('note', '漢'.repeat(8_000), NOTHING_ADDED, ana).unit).toBe('bytes')
  })

  it('is less by the choices that go along with an answer, and not with a note', () => {
    const added = { quickReplies: [{ title: 'Yes' }], buttons: [] }
    const left = (mode: 'reply' | 'note') => roomFor(mode, 'Well?', added, ana).left
    expect(roomFor('reply', 'Well?', NOTHING_ADDED, ana).left - left('reply')).toBe(
      JSON.stringify({ payload: { quickReplies: added.quickReplies } }).length - 1,
    )
    expect(left('note')).toBe(roomFor('note', 'Well?', NOTHING_ADDED, ana).left)
  })
})

import { describe, expect, it } from 'vitest'
import type { Actor, Entry } from '../../../lib/protocol/entry.ts'
import { answeredIn } from './useCrossing.ts'

const at = '2026-01-05T09:00:00.000Z'
const said = (seq: number, by: Actor): Entry => ({
  seq,
  at,
  epoch: 1,
  kind: 'message',
  direction: by.type === 'user' ? 'in' : 'out',
  by,
  type: 'text',
  text: 'hello',
})
const [ana, ben] = [
  { type: 'agent', id: 'ana', name: 'Ana' },
  { type: 'agent', id: 'ben', name: 'Ben' },
] as const

describe('the answer of a colleague', () => {
  it('is the last message, if another agent wrote it', () => {
    const note: Entry = { seq: 3, at, epoch: 1, kind: 'note', by: ana, text: 'n' }
    expect(answeredIn([said(1, { type: 'user' }), said(2, ben), note], 'ana')).toEqual({ seq: 2, name: 'Ben' })
    expect(answeredIn([said(1, ben), said(2, { type: 'system' })], 'ana')).toEqual({ seq: 1, name: 'Ben' })
  })

  it('is over once the user or this agent has written', () => {
    expect(answeredIn([said(1, ben), said(2, { type: 'user' })], 'ana')).toBeUndefined()
    expect(answeredIn([said(1, ben), said(2, ana)], 'ana')).toBeUndefined()
    expect(answeredIn([], 'ana')).toBeUndefined()
  })
})

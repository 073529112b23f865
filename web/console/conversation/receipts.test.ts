import { describe, expect, it } from 'vitest'
import type { Actor, Entry } from '../../../lib/protocol/entry.ts'
import { marksIn, receiptOf } from './receipts.ts'

const common = { at: '2026-01-05T09:00:00.000Z', epoch: 0 }
const says = (seq: number, type: Actor['type'], continues?: number): Entry => ({
  ...common,
  seq,
  kind: 'message',
  direction: type === 'user' ? 'in' : 'out',
  by: { type },
  type: 'text',
  text: 'hello',
  ...(continues !== undefined && { continues }),
})
const note = (seq: number): Entry => ({ ...common, seq, kind: 'note', by: { type: 'agent' }, text: 'a note' })
const failed = (seq: number, of: number): Entry => ({
  ...common,
  seq,
  kind: 'undeliverable',
  of,
  reason: 'answered 400',
})
const resent = (seq: number, of: number): Entry => ({ ...common, seq, kind: 'redelivery', of, by: { type: 'agent' } })

const log = [
  says(1, 'user'),
  says(2, 'bot'),
  says(3, 'user'),
  says(4, 'agent'),
  note(5),
  says(6, 'agent'),
  says(7, 'user'),
]
const marks = (entries: readonly Entry[], deliveredUpTo: number, readUpTo: number) =>
  Object.fromEntries(marksIn(entries, { deliveredUpTo, readUpTo }))

describe('the marks of a log', () => {
  it('stand at the newest message of the bot or an agent that is read, and at the newest that has arrived', () => {
    expect(marks(log, 7, 3)).toEqual({ 2: 'read', 6: 'delivered' })
    expect(marks(log, 5, 5)).toEqual({ 4: 'read' })
    expect(marks(log, 4, 0)).toEqual({ 4: 'delivered' })
    expect(marks(log, 1, 1)).toEqual({})
    expect(marks(log, 0, 0)).toEqual({})
  })

  it('stand at the beginning of a long text once its end has arrived', () => {
    const long = [says(1, 'agent'), says(2, 'bot'), says(3, 'bot', 2), says(4, 'bot', 2)]
    expect(marks(long, 3, 3)).toEqual({ 1: 'read' })
    expect(marks(long, 4, 3)).toEqual({ 2: 'delivered', 1: 'read' })
  })

  it('pass over messages that failed or were sent again', () => {
    expect(marks([...log, failed(8, 6)], 8, 8)).toEqual({ 4: 'read' })
    expect(marks([...log, failed(8, 6), resent(9, 6)], 9, 8)).toEqual({ 4: 'read' })
    const long = [says(1, 'agent'), says(2, 'bot'), says(3, 'bot', 2), failed(4, 3)]
    expect(marks(long, 4, 0)).toEqual({ 1: 'delivered' })
  })

  it('are found for each message, and again when the log grows', () => {
    const receipts = { deliveredUpTo: 9, readUpTo: 2 }
    expect(log.map(({ seq }) => receiptOf({ entries: log, receipts }, seq))).toEqual([
      undefined,
      'read',
      undefined,
      undefined,
      undefined,
      'delivered',
      undefined,
    ])
    expect(receiptOf({ entries: [...log, says(8, 'agent')], receipts }, 8)).toBe('delivered')
    expect(receiptOf({ entries: log, receipts: { deliveredUpTo: 9, readUpTo: 9 } }, 6)).toBe('read')
  })
})

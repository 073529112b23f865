import { describe, expect, test } from 'vitest'
import type { OutboxItem } from '../../../../lib/client/index.ts'
import type { Entry, MessageEntry } from '../../../../lib/protocol/entry.ts'
import { askingIn } from '../rating/asking.ts'
import { holderOf } from './holder.ts'
import { offeringIn } from './offering.ts'
import { rowsOf } from './rows.ts'

const at = (minute: number) => new Date(2026, 0, 5, 9, minute).toISOString()

const message = (seq: number, by: MessageEntry['by'], more: Partial<MessageEntry> = {}): MessageEntry => ({
  kind: 'message',
  seq,
  at: at(0),
  epoch: 0,
  direction: by.type === 'user' ? 'in' : 'out',
  by,
  type: 'text',
  text: `text ${seq}`,
  ...more,
})

const paused = (seq: number, by: MessageEntry['by']): Entry => ({
  kind: 'paused',
  seq,
  at: at(0),
  epoch: 1,
  by,
  trigger: by.type,
  priority: 'normal',
  episode: 1,
})

const assigned = (seq: number, name: string): Entry => ({
  kind: 'assigned',
  seq,
  at: at(0),
  epoch: 1,
  agent: { type: 'agent', name },
  episode: 1,
})

const resumed = (seq: number, outcome: 'resolved' | 'expired'): Entry => ({
  kind: 'resumed',
  seq,
  at: at(0),
  epoch: 2,
  by: { type: 'agent', name: 'Ana' },
  outcome,
  episode: 1,
})

const rated = (seq: number, episode: number): Entry => ({
  kind: 'rated',
  seq,
  at: at(0),
  epoch: 2,
  by: { type: 'user' },
  stars: 4,
  episode,
})

const transferred = (seq: number): Entry => ({
  kind: 'transferred',
  seq,
  at: at(0),
  epoch: 1,
  by: { type: 'system' },
  from: { type: 'agent', name: 'Ana' },
  reason: 'idle',
  episode: 1,
})

const USER = { type: 'user' } as const
const BOT = { type: 'bot' } as const
const ANA = { type: 'agent', name: 'Ana' } as const

describe('the rows of the log', () => {
  test('group messages of one speaker within two minutes, and name each day once', () => {
    const rows = rowsOf(
      [
        message(1, USER),
        message(2, BOT),
        message(3, BOT, { at: at(1) }),
        message(4, BOT, { at: at(9) }),
        message(5, ANA, { at: at(9) }),
      ],
      [],
    )
    const told = rows.map(row =>
      row.kind === 'message' ? `${row.speaker.type}${row.isTurnStart ? ':' : ''}` : row.kind,
    )
    expect(told).toEqual(['day', 'user:', 'bot:', 'bot', 'bot:', 'person:'])
  })

  test('do not repeat the day that is shown above', () => {
    expect(rowsOf([message(1, USER)], [], at(0)).map(({ kind }) => kind)).toEqual(['message'])
  })

  test('join the pieces of a long text', () => {
    const rows = rowsOf([message(1, USER, { text: 'one ' }), message(2, USER, { text: 'two', continues: 1 })], [])
    expect(rows.at(-1)).toMatchObject({ kind: 'message', message: { seq: 1, said: { text: 'one two' } } })
  })

  test('show a change of control once, even if two entries report that an agent has it', () => {
    const entries = [paused(1, ANA), assigned(2, 'Ana'), resumed(3, 'expired'), paused(4, USER)]
    expect(rowsOf(entries, []).map(row => row.kind === 'mark' && row.mark)).toEqual([
      { type: 'joined', name: 'Ana' },
      { type: 'bot-again', isUnanswered: true },
      { type: 'asked', by: 'user' },
    ])
  })

  test('hide that an agent fell silent, and name the next agent', () => {
    const rows = rowsOf([assigned(1, 'Ana'), transferred(2), assigned(3, 'Ben')], [])
    expect(rows.map(row => row.kind === 'mark' && row.mark)).toEqual([
      { type: 'joined', name: 'Ana' },
      { type: 'joined', name: 'Ben' },
    ])
  })

  test('show a waiting message after the log, and keep its key once it is logged', () => {
    const item: OutboxItem = {
      id: 'm1',
      command: { type: 'message', message: { text: 'hello' } },
      at: Date.parse(at(5)),
      state: { status: 'waiting' },
    }
    const waiting = rowsOf([message(1, BOT)], [item]).at(-1)
    const logged = rowsOf([message(1, BOT), message(2, USER, { clientId: 'm1', at: at(5) })], []).at(-1)
    expect(waiting).toMatchObject({ key: 'm1', message: { state: { status: 'sending' } } })
    expect(logged).toMatchObject({ key: 'm1', message: { state: { status: 'logged' } } })
  })

  test('keep the key of a waiting message when others speak before it', () => {
    const item: OutboxItem = {
      id: 'm2',
      command: { type: 'message', message: { text: 'and' } },
      at: Date.parse(at(0)),
      state: { status: 'waiting' },
    }
    const mine = message(1, USER, { clientId: 'm1' })
    const keys = (entries: readonly Entry[]) => rowsOf(entries, [item], at(0)).map(({ key }) => key)
    expect(keys([mine])).toEqual(['m1', 'm2'])
    expect(keys([mine, message(2, ANA)])).toEqual(['m1', '2', 'm2'])
  })
})

describe('the holder', () => {
  test('is the one that the newest change of control names', () => {
    expect(holderOf([], undefined)).toEqual({ holder: 'bot' })
    expect(holderOf([paused(1, BOT)], true)).toEqual({ holder: 'waiting' })
    expect(holderOf([paused(1, BOT), assigned(2, 'Ana'), message(3, ANA)], true)).toEqual({
      holder: 'person',
      name: 'Ana',
    })
    expect(holderOf([paused(1, ANA), resumed(2, 'resolved')], false)).toEqual({ holder: 'bot' })
    expect(holderOf([paused(1, BOT), assigned(2, 'Ana'), transferred(3)], true)).toEqual({ holder: 'waiting' })
  })

  test('follows the server if the entries of the change are missing', () => {
    expect(holderOf([message(9, USER)], true)).toEqual({ holder: 'waiting' })
    expect(holderOf([paused(1, USER)], false)).toEqual({ holder: 'bot' })
  })
})

test('offeringIn offers answers until the next entry', () => {
  const offer = message(2, BOT, { payload: { quickReplies: [{ title: 'Yes' }] } })
  expect(offeringIn({ entries: [message(1, USER), offer], outbox: [] })).toBe(offer)
  expect(offeringIn({ entries: [offer, message(3, USER)], outbox: [] })).toBeUndefined()
  expect(offeringIn({ entries: [offer, paused(3, USER)], outbox: [] })).toBeUndefined()
  // A rating is about an earlier part of the conversation.
  expect(offeringIn({ entries: [offer, rated(3, 1)], outbox: [] })).toBe(offer)
})

describe('the question for a rating', () => {
  const NOW = Date.parse(at(0))
  const first = { ...resumed(2, 'resolved'), rateUntil: at(1) }
  const second = { ...first, seq: 5, episode: 2 }

  test('is about the newest end of the part of people, until its time is over', () => {
    expect(askingIn([paused(1, ANA), first, message(3, USER)], NOW)).toBe(first)
    expect(askingIn([first, paused(4, ANA), second], NOW)).toBe(second)
    expect(askingIn([first], Date.parse(at(1)))).toBeUndefined()
  })

  test('is not asked without an end, without a rating, and after one', () => {
    expect(askingIn([paused(1, ANA)], NOW)).toBeUndefined()
    expect(askingIn([first, paused(4, ANA), resumed(5, 'resolved')], NOW)).toBeUndefined()
    expect(askingIn([first, rated(3, 1)], NOW)).toBeUndefined()
    expect(askingIn([first, rated(3, 1), second], NOW)).toBe(second)
  })

  test('is followed by a mark with the stars', () => {
    const [, mark] = rowsOf([first, rated(3, 1)], [])
    expect(mark).toMatchObject({ kind: 'mark', mark: { type: 'rated', stars: 4 } })
  })
})

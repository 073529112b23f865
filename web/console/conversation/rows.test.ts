import { describe, expect, it } from 'vitest'
import type { OutboxItem } from '../../../lib/client/index.ts'
import type { Actor, Entry } from '../../../lib/protocol/entry.ts'
import { type Row, RowsCache } from './rows.ts'

/** Lays out entries with an empty cache. */
const rowsOf = (...laid: Parameters<RowsCache['rowsOf']>) => new RowsCache().rowsOf(...laid)

const ana: Actor = { type: 'agent', id: 'ana', name: 'Ana' }
const ben: Actor = { type: 'agent', id: 'ben', name: 'Ben' }
const user: Actor = { type: 'user', id: 'carla' }

const at = (minute: number, second = 0) => new Date(2026, 0, 5, 9, minute, second).toISOString()
const said = (
  seq: number,
  by: Actor,
  time = at(0),
  more: Partial<Extract<Entry, { kind: 'message' }>> = {},
): Entry => ({
  kind: 'message',
  seq,
  at: time,
  epoch: 0,
  direction: by.type === 'user' ? 'in' : 'out',
  by,
  type: 'text',
  text: `words ${seq}`,
  ...more,
})
const event = (seq: number, entry: object, time = at(0)) => ({ seq, at: time, epoch: 1, ...entry }) as Entry

const lay = (entries: readonly Entry[], options: Partial<Parameters<typeof rowsOf>[2]> = {}) =>
  rowsOf(entries, [], { isWhole: false, seams: new Set(), me: 'ana', ...options })
const told = (rows: readonly Row[]) =>
  rows.map(row =>
    row.kind === 'message'
      ? `${row.kind} ${row.key}${row.isTurnStart ? ' starts' : ''}`
      : row.kind === 'day'
        ? row.key
        : `${row.kind} ${row.key}`,
  )

describe('the rows of a log', () => {
  it('group messages of one speaker within two minutes', () => {
    const rows = lay([
      said(1, user, at(0)),
      said(2, user, at(1, 59)),
      said(3, user, at(3, 59)),
      said(4, ana, at(4)),
      said(5, ben, at(4)),
      said(6, user, at(4)),
    ])
    expect(told(rows)).toEqual([
      'message 1 starts',
      'message 2',
      'message 3 starts',
      'message 4 starts',
      'message 5 starts',
      'message 6 starts',
    ])
  })

  it('begin a new group after any other entry', () => {
    const note = event(2, { kind: 'note', by: ana, text: 'x' })
    expect(told(lay([said(1, user), note, said(3, user)]))).toEqual(['message 1 starts', 'note 2', 'message 3 starts'])
  })

  it('name each day at its start, and the first one only at the start of the log', () => {
    const next = new Date(2026, 0, 6, 0, 0).toISOString()
    const entries = [said(8, user, at(0)), said(9, user, next)]
    expect(told(lay(entries))).toEqual(['message 8 starts', 'day 9', 'message 9 starts'])
    expect(told(lay(entries, { isWhole: true }))).toEqual(['day 8', 'message 8 starts', 'day 9', 'message 9 starts'])
  })

  it('stay the same when an earlier page arrives', () => {
    const page = [said(101, user), said(102, user)]
    const seams = new Set([100])
    const before = lay(page, { seams })
    const after = lay([said(99, user), said(100, user), ...page], { seams })
    expect(after.slice(-before.length)).toEqual(before)
    expect(told(after)).toEqual(['message 99 starts', 'message 100', 'message 101 starts', 'message 102'])
  })

  it('show a long text once, however many entries it takes', () => {
    const rows = lay([
      said(1, user, at(0), { text: 'abc' }),
      said(2, user, at(0), { text: 'def', continues: 1 }),
      said(3, user, at(0), { text: 'ghi', continues: 1 }),
      said(4, user),
    ])
    expect(told(rows)).toEqual(['message 1 starts', 'message 4'])
    expect(rows[0]).toMatchObject({ entry: { text: 'abcdefghi' } })
  })

  it('leave out the assignment of the agent who paused the conversation', () => {
    const paused = event(1, { kind: 'paused', by: ana, trigger: 'agent', priority: 'normal', episode: 1 })
    const assigned = (agent: Actor) => event(2, { kind: 'assigned', agent, episode: 1 })
    expect(told(lay([paused, assigned(ana)]))).toEqual(['mark 1'])
    expect(told(lay([paused, assigned(ben)]))).toEqual(['mark 1', 'mark 2'])
  })

  it('show how long people held the conversation', () => {
    const rows = lay([
      event(1, { kind: 'paused', by: user, trigger: 'user', priority: 'normal', episode: 1 }, at(0)),
      event(2, { kind: 'resumed', by: ana, outcome: 'resolved', episode: 1 }, at(4)),
      event(3, { kind: 'resumed', by: ana, outcome: 'resolved', episode: 7 }, at(5)),
    ])
    expect(rows).toMatchObject([{}, { lastedMs: 4 * 60_000 }, { lastedMs: undefined }])
  })

  it("show the user's remark as an event, with its message if the log has it", () => {
    const remark = (seq: number, of: number | string) =>
      event(seq, { kind: 'note', by: user, text: '👍', remark: { type: 'reaction', of, emoji: '👍' } })
    const rows = lay([said(1, ana), remark(2, 1), remark(3, '1')])
    expect(told(rows)).toEqual(['message 1 starts', 'mark 2', 'mark 3'])
    expect(rows).toMatchObject([{}, { of: { seq: 1 } }, { of: undefined }])
  })

  it('show the newest delivery status of a message', () => {
    const failed = (seq: number) => event(seq, { kind: 'undeliverable', of: 1, reason: 'gone' })
    const again = event(3, { kind: 'redelivery', of: 1, by: ana })
    const fateOf = (entries: readonly Entry[]) => lay(entries).flatMap(row => (row.kind === 'message' ? row.fate : []))
    const message = said(1, ana)
    expect(fateOf([message, failed(2)])).toEqual([{ status: 'undeliverable', seq: 2 }])
    expect(fateOf([message, failed(2), again])).toEqual([{ status: 'resent', seq: 3 }])
    expect(fateOf([message, failed(2), again, failed(4)])).toEqual([{ status: 'undeliverable', seq: 4 }])
  })

  it('find the message that the fence withheld', () => {
    const stopped = event(2, { kind: 'withheld', of: 1, delivery: 'unknown' })
    expect(lay([said(1, { type: 'bot' }), stopped])).toMatchObject([
      { fate: { status: 'withheld', isUnsure: true } },
      { kind: 'withheld', of: { seq: 1 } },
    ])
    expect(lay([stopped])).toMatchObject([{ kind: 'withheld', of: undefined }])
  })

  it('name an entry of an unknown kind', () => {
    expect(lay([event(1, { kind: 'sung' })])).toMatchObject([{ kind: 'unknown', entry: { kind: 'sung' } }])
  })

  it('change as an approval of a proposal is sent and fails', () => {
    const proposal = event(2, { kind: 'proposed', by: { type: 'bot' }, type: 'text', text: 'hi', inReplyTo: 1 })
    const approval = (status: 'sent' | 'failed'): OutboxItem =>
      ({ id: 'a', at: 0, command: { type: 'approve', of: 2 }, state: { status } }) as OutboxItem
    const cache = new RowsCache()
    const isSending = (...outbox: OutboxItem[]) =>
      cache
        .rowsOf([said(1, user), proposal], outbox, { isWhole: false, seams: new Set(), me: 'ana' })
        .flatMap(row => (row.kind === 'proposed' ? [row.isSending] : []))
    expect([isSending(), isSending(approval('sent')), isSending(approval('failed'))]).toEqual([
      [false],
      [true],
      [false],
    ])
  })

  it('put waiting items after the log, in the group where they will appear', () => {
    const now = Date.parse(at(1))
    const item = (id: string, type: 'message' | 'note'): OutboxItem => ({
      id,
      at: now,
      state: { status: 'waiting' },
      command: type === 'note' ? { type, text: 'n' } : { type, message: { type: 'text', text: 'm' } },
    })
    const waiting = [item('a', 'message'), item('b', 'message'), item('c', 'note')]
    const starts = (entries: readonly Entry[]) =>
      rowsOf(entries, waiting, { isWhole: false, seams: new Set(), me: 'ana' })
        .slice(entries.length)
        .map(row => row.kind === 'outbox' && row.isTurnStart)
    expect(starts([said(1, ana)])).toEqual([false, false, true])
    expect(starts([said(1, ben)])).toEqual([true, false, true])
  })

  it('are the same for a stretch that loads at once or moves, and unchanged rows stay the same objects', () => {
    const next = new Date(2026, 0, 6).toISOString()
    const entries = [
      said(1, user),
      event(2, { kind: 'paused', by: user, trigger: 'user', priority: 'normal', episode: 1 }),
      said(3, ana, at(1)),
      said(4, ana, at(1), { continues: 3 }),
      said(5, user, at(2)),
      event(6, { kind: 'undeliverable', of: 3, reason: 'gone' }, at(2)),
      said(7, user, at(2, 30)),
      event(8, { kind: 'redelivery', of: 3, by: ana }, at(3)),
      event(9, { kind: 'resumed', by: ana, outcome: 'resolved', episode: 1 }, at(4)),
      event(10, { kind: 'withheld', of: 3 }, at(4)),
      said(11, user, next),
      said(12, user, next),
    ]
    const seams = new Set([4, 8])
    const cache = new RowsCache()
    const stretch = (after: number, upto: number) =>
      cache.rowsOf(entries.slice(after, upto), [], { isWhole: after === 0, seams, me: 'ana' })
    const atOnce = rowsOf(entries, [], { isWhole: true, seams, me: 'ana' })
    const last = stretch(8, 12)
    const more = stretch(4, 12)
    expect(more.slice(-last.length).every((row, index) => row === last[index])).toBe(true)
    expect(stretch(0, 12)).toEqual(atOnce)
    const first = stretch(0, 8)
    expect(first).toEqual(atOnce.slice(0, first.length))
    stretch(4, 8)
    expect(stretch(0, 12)).toEqual(atOnce)
  })

  it('use what an entry outside the stretch says about a message or an episode', () => {
    const cache = new RowsCache()
    const rowOf = (entries: readonly Entry[], key: string) =>
      cache.rowsOf(entries, [], { isWhole: false, seams: new Set(), me: 'ana' }).find(row => row.key === key)
    const paused = event(1, { kind: 'paused', by: user, trigger: 'user', priority: 'normal', episode: 1 }, at(0))
    const message = said(2, ana)
    const refused = event(3, { kind: 'undeliverable', of: 2, reason: 'gone' })
    const again = event(4, { kind: 'redelivery', of: 2, by: ana })
    const resumed = event(5, { kind: 'resumed', by: ana, outcome: 'resolved', episode: 1 }, at(4))
    cache.rowsOf([paused, message, refused, again, resumed], [], { isWhole: true, seams: new Set(), me: 'ana' })
    expect(rowOf([message, refused], '2')).toMatchObject({ fate: { status: 'resent' } })
    expect(rowOf([resumed], '5')).toMatchObject({ lastedMs: 4 * 60_000 })
  })
})

import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { compareIn, hasMoved, isIn, snoozedLast, withChanges } from './views.ts'

const bot = { holder: 'bot' } as const
const pending = (since: string) =>
  ({
    holder: 'human',
    since,
    trigger: 'user',
    by: { type: 'user' },
    episodeId: 'epi_1',
    handoff: { status: 'pending', priority: 'normal', since, alerts: 1, deadline: since },
  }) as const
const assigned = (agent: string, since: string) =>
  ({
    ...pending(since),
    handoff: {
      status: 'assigned',
      priority: 'normal',
      agent: { type: 'agent', id: agent },
      assignedAt: since,
      deadline: since,
    },
  }) as const

const at = (minute: number) => `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`

const conversation = (id: string, control: Conversation['control'], minute: number, revision = 1): Conversation => ({
  id: id as Conversation['id'],
  botId: 'demo',
  channel: 'web',
  userId: id,
  revision,
  epoch: 0,
  control,
  createdAt: at(0),
  lastEventAt: at(minute),
  user: { id },
})

const ids = (list: readonly Conversation[]) => list.map(({ id }) => id)

describe('a conversation', () => {
  const [held, waiting, anas, bens] = [bot, pending(at(1)), assigned('ana', at(1)), assigned('ben', at(1))].map(
    control => conversation('s', control, 1),
  ) as [Conversation, Conversation, Conversation, Conversation]

  it('has moved if a view gains or loses it', () => {
    expect(hasMoved(held, waiting, 'ana')).toBe(true)
    expect(hasMoved(waiting, anas, 'ana')).toBe(true)
    expect(hasMoved(anas, bens, 'ana')).toBe(true)
    expect(hasMoved(anas, held, 'ana')).toBe(true)
    expect(hasMoved(undefined, held, 'ana')).toBe(true)
  })

  it('has not moved if only a message was added', () => {
    for (const each of [held, waiting, anas, bens]) expect(hasMoved(each, { ...each, revision: 9 }, 'ana')).toBe(false)
    expect(hasMoved(anas, bens, 'carl')).toBe(false)
  })
})

describe('a view', () => {
  it('contains the conversations that match its name', () => {
    const [held, waiting, anas] = [bot, pending(at(1)), assigned('ana', at(1))].map((control, index) =>
      conversation(`s${index}`, control, 1),
    ) as [Conversation, Conversation, Conversation]
    const within = (view: Parameters<typeof isIn>[0]) => [held, waiting, anas].filter(each => isIn(view, each, 'ana'))
    expect(within('waiting')).toEqual([waiting])
    expect(within('mine')).toEqual([anas])
    expect(within('paused')).toEqual([waiting, anas])
    expect(within('all')).toEqual([held, waiting, anas])
    expect(isIn('mine', anas, 'ben')).toBe(false)
    const inQueue = { control: { ...pending(at(1)), queue: 'vip' } }
    expect(isIn('waiting', inQueue, 'ana', 'vip')).toBe(true)
    expect(isIn('waiting', inQueue, 'ana')).toBe(true)
    expect(isIn('waiting', inQueue, 'ana', 'support')).toBe(false)
    expect(isIn('waiting', waiting, 'ana', 'vip')).toBe(false)
  })

  it('has the snoozed conversations last, in the order of the list', () => {
    const { handoff, ...held } = assigned('ana', at(1))
    const asleep = { ...held, handoff: { ...handoff, snoozedUntil: 'user_writes' } } as const
    const list = [
      conversation('a', asleep, 9),
      conversation('b', assigned('ana', at(1)), 8),
      conversation('c', asleep, 7),
      conversation('d', assigned('ana', at(1)), 6),
    ]
    expect(ids(snoozedLast(list))).toEqual(['b', 'd', 'a', 'c'])
  })

  it('sorts waiting conversations by the longest wait, and others by the newest event', () => {
    const early = conversation('a', pending(at(1)), 9)
    const late = conversation('b', pending(at(5)), 6)
    expect([late, early].sort((a, b) => compareIn('waiting', a, b))).toEqual([early, late])
    expect([late, early].sort((a, b) => compareIn('paused', a, b))).toEqual([early, late])
  })

  it('adopts newer states, ignores older ones and drops conversations that left', () => {
    const shown = [conversation('a', pending(at(1)), 1, 5), conversation('b', pending(at(2)), 2, 5)]
    const changed = new Map(
      [
        conversation('a', assigned('ana', at(1)), 3, 6),
        conversation('b', bot, 1, 4),
        conversation('c', pending(at(0)), 4, 1),
      ].map(each => [each.id as string, each]),
    )
    expect(ids(withChanges('waiting', shown, changed, 'ana'))).toEqual(['c', 'b'])
    expect(ids(withChanges('mine', shown, changed, 'ana'))).toEqual(['a'])
  })

  it('keeps the order of the server for conversations of the same time', () => {
    const shown = ['b', 'C', 'a'].map(id => conversation(id, bot, 5))
    expect(ids(withChanges('all', shown, new Map(), 'ana'))).toEqual(['b', 'C', 'a'])
    const changed = new Map(
      [conversation('n', bot, 6), conversation('o', bot, 4)].map(each => [each.id as string, each]),
    )
    expect(ids(withChanges('all', shown, changed, 'ana'))).toEqual(['n', 'b', 'C', 'a', 'o'])
  })

  it('lists a conversation once if it moved between pages, in its newer state', () => {
    const shown = [conversation('a', bot, 5, 2), conversation('b', bot, 4), conversation('a', bot, 3, 1)]
    expect(ids(withChanges('all', shown, new Map(), 'ana'))).toEqual(['a', 'b'])
    const later = [conversation('b', bot, 4), conversation('a', bot, 3, 1), conversation('a', bot, 3, 2)]
    expect(withChanges('all', later, new Map(), 'ana').map(({ id, revision }) => [id, revision])).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })
})

import { expect, it } from 'vitest'
import type { Episode } from './session.ts'
import { talliesOf } from './tally.ts'

const START = Date.parse('2026-03-28T23:30:00Z')
const SECOND = 1000
const ana = { type: 'agent', id: 'ana', name: 'Ana' } as const

const episode = (overrides: Partial<Episode> = {}): Episode => ({
  number: 1,
  startedSeq: 3,
  startedAt: START,
  by: { type: 'user' },
  trigger: 'user',
  priority: 'normal',
  ...overrides,
})
const ended = (afterMs: number, overrides: Partial<NonNullable<Episode['ended']>> = {}) => ({
  seq: 9,
  at: START + afterMs,
  by: ana,
  outcome: 'resolved' as const,
  ...overrides,
})
const countsIn = (each: Episode) => talliesOf(8, [each], 'UTC')[0]?.counts

it('counts an end on the day on which it happens, and the hour of the start, on the clocks of the zone', () => {
  const over = episode({ ended: ended(3_600 * SECOND) })
  expect(talliesOf(8, [over], 'UTC')).toMatchObject([{ day: '2026-03-29', counts: { h23: 1 } }])
  expect(talliesOf(8, [over], 'America/New_York')).toMatchObject([{ day: '2026-03-28', counts: { h19: 1 } }])
  expect(talliesOf(8, [over], 'Europe/Berlin')).toMatchObject([{ day: '2026-03-29', counts: { h00: 1 } }])
})

it('counts a rating on the day on which it is given, for the agent who had the handoff', () => {
  const rating = { seq: 12, at: START + 48 * 3_600 * SECOND, stars: 4 }
  const rated = episode({ agent: ana, assignedAt: START, ended: ended(60 * SECOND), rating })
  expect(talliesOf(11, [rated], 'UTC')).toEqual([
    { day: '2026-03-30', agent: { id: 'ana', name: 'Ana' }, counts: { stars4: 1 } },
  ])
})

it('counts nothing for an episode that goes on, and nothing twice', () => {
  const over = episode({ ended: ended(60 * SECOND) })
  expect(talliesOf(8, [episode({ agent: ana, assignedAt: START })], 'UTC')).toEqual([])
  expect(talliesOf(9, [over], 'UTC')).toEqual([])
  expect(talliesOf(8, [episode(), over], 'UTC')).toHaveLength(1)
})

it('waits until the first of several agents, and credits the last one', () => {
  const earlier = { agent: { ...ana, id: 'ben' }, firstAssignedAt: START + 40 * SECOND }
  const over = episode({ agent: ana, assignedAt: START + 90 * SECOND, ended: ended(100 * SECOND, { earlier }) })
  expect(talliesOf(8, [over], 'UTC')[0]?.agent).toEqual({ id: 'ana', name: 'Ana' })
  expect(countsIn(over)).toMatchObject({ waits: 1, waitMs: 40_000, wait1: 1, handled: 1, handledMs: 60_000 })
})

it.each([
  [0, 'wait0'],
  [30_000, 'wait0'],
  [30_001, 'wait1'],
  [3_600_000, 'wait5'],
  [3_600_001, 'wait6'],
])('counts a wait of %i ms as %s', (ms, name) => {
  const over = episode({ agent: ana, assignedAt: START + ms, ended: ended(ms) })
  expect(countsIn(over)).toMatchObject({ [name]: 1, waitMs: ms })
})

it('takes a clock that was set back for no time at all', () => {
  const over = episode({ agent: ana, assignedAt: START - 5_000, ended: ended(-9_000) })
  expect(countsIn(over)).toMatchObject({ waitMs: 0, handledMs: 0 })
})

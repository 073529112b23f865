import { describe, expect, it } from 'vitest'
import type { ControlView } from '../../../lib/protocol/conversation.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { controlNow } from './controlNow.ts'
import { holdingOf } from './holding.ts'

const AT = '2026-01-05T09:00:00.000Z'
const ana = { type: 'agent', id: 'ana', name: 'Ana' } as const
const ben = { type: 'agent', id: 'ben', name: 'Ben' } as const
const user = { type: 'user' } as const
const BOT: ControlView = { holder: 'bot' }

const entry = (seq: number, fields: object) => ({ seq, at: AT, epoch: 1, ...fields }) as Entry
const paused = (seq: number, by: typeof ana | typeof user) =>
  entry(seq, { kind: 'paused', by, trigger: by.type, priority: 'high', episode: 1 })
const assigned = (seq: number, agent: typeof ana | typeof ben) => entry(seq, { kind: 'assigned', agent, episode: 1 })
const resumed = (seq: number) => entry(seq, { kind: 'resumed', by: ana, outcome: 'resolved', episode: 1 })

const holding = (entries: readonly Entry[], revision = 0, control: ControlView = BOT) =>
  holdingOf(controlNow({ control, revision }, entries), 'ana')

describe('the holder of a conversation', () => {
  it('follows the newest entry of the log', () => {
    expect(holding([])).toEqual({ by: 'bot' })
    expect(holding([paused(1, user)])).toEqual({ by: 'nobody', since: AT })
    expect(holding([paused(1, ana)])).toEqual({ by: 'me', since: AT })
    expect(holding([paused(1, user), assigned(2, ben)])).toEqual({ by: 'other', since: AT, id: 'ben', name: 'Ben' })
    expect(holding([paused(1, user), assigned(2, ben), resumed(3)])).toEqual({ by: 'bot' })
  })

  it('is nobody once the agent fell silent', () => {
    const silent = entry(3, { kind: 'transferred', by: { type: 'system' }, from: ben, reason: 'idle', episode: 1 })
    expect(holding([paused(1, user), assigned(2, ben), silent]).by).toBe('nobody')
  })

  it('follows the server if the log has nothing newer', () => {
    const waiting = controlNow({ control: BOT, revision: 0 }, [paused(1, user)])
    expect(holding([resumed(4)], 4, waiting).by).toBe('nobody')
    expect(holding([resumed(4)], 3, waiting).by).toBe('bot')
  })

  it('is an agent who snoozed the conversation, until it wakes or goes elsewhere', () => {
    const until = '2026-01-06T09:00:00.000Z'
    const snoozed = (seq: number, more: object = {}) => entry(seq, { kind: 'snoozed', by: ana, episode: 1, ...more })
    const woken = entry(3, { kind: 'woken', by: { type: 'system' }, episode: 1 })
    const given = entry(3, { kind: 'transferred', by: ana, from: ana, to: ben, reason: '', episode: 1 })
    expect(holding([paused(1, ana), snoozed(2)])).toEqual({ by: 'me', since: AT, snooze: {} })
    expect(holding([paused(1, ana), snoozed(2, { until })])).toEqual({ by: 'me', since: AT, snooze: { until } })
    expect(holding([paused(1, ana), snoozed(2, { until }), woken])).toEqual({ by: 'me', since: AT })
    expect(holding([paused(1, ana), snoozed(2), given])).not.toHaveProperty('snooze')
    expect(holding([snoozed(9)])).toEqual({ by: 'bot' })
  })

  it('stays the bot if an assignment comes without its pause', () => {
    expect(holding([assigned(9, ben)])).toEqual({ by: 'bot' })
  })
})

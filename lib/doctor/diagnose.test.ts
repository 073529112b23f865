import { describe, expect, it } from 'vitest'
import { BotConfig } from '../protocol/config.ts'
import { findInBot } from './diagnose.ts'
import { english } from './english.ts'
import type { BotFacts } from './facts.ts'
import { inWords, SEVERITY } from './findings.ts'

const TODAY = '2026-12-01'
const confirmed = {
  id: 's',
  protocol: 'sms',
  endpoint: '+491701234567',
  status: 'confirmed',
  createdAt: TODAY,
} as const
const secret = `whsec_${'A'.repeat(32)}`
const connector = { type: 'http', url: 'https://bot.example/', secret, timeoutMs: 10_000 } as const

const facts = (config: object, changed: Partial<BotFacts> = {}): BotFacts => ({
  botId: 'shop',
  config: BotConfig.parse({ mode: 'gate', ...config }),
  keys: 1,
  agents: [{ id: 'ana', status: 'online' }],
  check: {},
  channels: {},
  subscriptions: [confirmed],
  deadEvents: 0,
  ...changed,
})
const codes = (given: BotFacts) => findInBot(given, TODAY).map(({ code }) => code)

describe('the findings about a bot', () => {
  it('are none if all is well, and about the bot otherwise', () => {
    expect(findInBot(facts({}), TODAY)).toEqual([])
    expect(findInBot(facts({ paused: true }), TODAY)).toMatchObject([{ code: 'bot.paused', botId: 'shop' }])
  })

  it.each(['forbidden', 'late'] as const)('say that a connector is %s', outcome => {
    const check = { connector: { outcome, tookMs: 25_000 } }
    expect(codes(facts({ mode: 'ask', connector }, { check }))).toEqual([`connector.${outcome}`])
  })

  it('say that an endpoint of events may not be called, also while events are dead', () => {
    const check = { events: { outcome: 'forbidden', reason: 'only https', tookMs: 0 } } as const
    const events = { url: 'http://events.example/', secret }
    expect(codes(facts({ events }, { check, deadEvents: 3 }))).toEqual(['events.forbidden', 'events.dead'])
  })

  it('say that a subscription has ended, and that the topic does not answer', () => {
    const ended = { ...confirmed, status: 'ended' } as const
    expect(codes(facts({}, { subscriptions: [ended] }))).toEqual(['alerts.nobody', 'alerts.ended'])
    const { subscriptions: _, ...unavailable } = facts({})
    expect(codes(unavailable)).toEqual(['alerts.unavailable'])
  })

  it('are none for default alerts, of which a short wait has less', () => {
    expect(codes(facts({ handoffs: { claimWithinSeconds: 240 } }))).toEqual([])
  })

  it('compare the alerts of a queue with its own wait, and those of the bot with the wait of a queue', () => {
    const alerts = [{ afterSeconds: 0 }, { afterSeconds: 90 }]
    const late = (handoffs: object) => findInBot(facts({ handoffs }), TODAY).map(({ field }) => field)
    expect(late({ alerts, queues: { vip: { claimWithinSeconds: 60 } } })).toEqual([
      'handoffs.queues.vip.claimWithinSeconds',
    ])
    expect(late({ claimWithinSeconds: 60, queues: { vip: { alerts } } })).toEqual([
      'handoffs.queues.vip.claimWithinSeconds',
    ])
    expect(late({ alerts, queues: { vip: {} } })).toEqual([])
  })

  it('know hours that holidays close on each of their days', () => {
    const days = { mon: [['09:00', '17:00']] }
    const mondays = Array.from({ length: 58 }, (_, week) =>
      new Date(Date.UTC(2026, 11, 7 + 7 * week)).toISOString().slice(0, 10),
    )
    const hours = (holidays: readonly string[]) => ({
      handoffs: { hours: { timeZone: 'Europe/Berlin', days, holidays } },
    })
    expect(codes(facts(hours(mondays)))).toEqual(['hours.closed'])
    expect(codes(facts(hours(mondays.slice(1))))).toEqual([])
  })

  it('accept a filter if one of its values may match', () => {
    const filter = { queue: ['vip', 'sales'], priority: ['low', 'high'], step: ['1', '9'] } as const
    const handoffs = { queues: { sales: {} }, alerts: [{ afterSeconds: 0, priority: 'high' }] }
    const subscriptions = [{ ...confirmed, filter: { ...filter } }] as unknown as BotFacts['subscriptions']
    expect(codes(facts({ handoffs }, subscriptions && { subscriptions }))).toEqual([])
  })

  it('have English words for each code, with the facts', () => {
    expect(new Set(Object.keys(english))).toEqual(new Set(Object.keys(SEVERITY)))
    const [finding] = findInBot(facts({ handoffs: { alerts: [] } }), TODAY)
    expect(finding && inWords(english, finding).what).toBe('handoffs.alerts is an empty list.')
  })
})

import { describe, expect, it } from 'vitest'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { connectionFindings, findingsOf, otherFindings, type StepFacts, stepsOf } from './steps.ts'

const TODAY = '2026-12-01'
const SECRET = `whsec_${'A'.repeat(32)}`
const connector = { type: 'http', url: 'https://bot.example', secret: SECRET, timeoutMs: 10_000 } as const
const asks = BotConfig.parse({ mode: 'ask', connector })
const fresh: StepFacts = {
  setup: {
    botId: 'demo',
    config: BotConfig.parse({ mode: 'gate' }),
    keys: 0,
    agents: [],
    deadEvents: 0,
    subscriptions: [],
  },
  trials: { check: {}, channels: {} },
  hasTalked: false,
  me: 'admin',
}
const withSetup = (changed: Partial<StepFacts['setup']>): StepFacts => ({
  ...fresh,
  setup: { ...fresh.setup, ...changed },
})

describe('the first steps', () => {
  it('are open for a new bot, except that it exists', () => {
    expect(stepsOf(fresh)).toEqual({ bot: 'done', connect: 'open', embed: 'open', agents: 'open', alerts: 'open' })
  })

  it('are done when their facts are true', () => {
    const subscriptions = [
      { id: 's', protocol: 'email', endpoint: 'a@b.example', status: 'confirmed', createdAt: TODAY },
    ] as const
    const agents = [{ id: 'ana', status: 'offline' }] as const
    const done = { ...withSetup({ keys: 1, agents, subscriptions }), hasTalked: true }
    expect(new Set(Object.values(stepsOf(done)))).toEqual(new Set(['done']))
  })

  it('wait for another agent than the admin, and for a confirmed address', () => {
    const subscriptions = [
      { id: 's', protocol: 'email', endpoint: 'a@b.example', status: 'pending', createdAt: TODAY },
    ] as const
    expect(stepsOf(withSetup({ agents: [{ id: 'admin', status: 'online' }], subscriptions }))).toMatchObject({
      agents: 'open',
      alerts: 'open',
    })
  })

  it('connect a bot that Interlude asks once its trial is answered, and show why it is not', () => {
    const asked = withSetup({ config: asks })
    const tried = (outcome: 'answered' | 'failed'): StepFacts => ({
      ...asked,
      trials: { check: { connector: { outcome, tookMs: 20 } }, channels: {} },
    })
    expect(stepsOf({ ...asked, trials: undefined }).connect).toBe('unknown')
    expect(stepsOf(tried('answered')).connect).toBe('done')
    expect(stepsOf(tried('failed')).connect).toBe('open')
    const findings = findingsOf(tried('failed'), TODAY)
    expect(connectionFindings(findings).map(({ code }) => code)).toEqual(['connector.failed'])
    expect(otherFindings(findings)).toEqual([])
  })
})

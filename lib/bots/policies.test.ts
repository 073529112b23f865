import { describe, expect, it } from 'vitest'
import { BotConfig } from '../protocol/config.ts'
import type { HandoffConfig } from '../protocol/handoffs.ts'
import { InterludeError } from '../protocol/problem.ts'
import { defaultPolicy, forQueue } from '../session/policy.ts'
import { policiesOver } from './policies.ts'

const deployment = { ...defaultPolicy, userTexts: { ...defaultPolicy.userTexts, ended: { en: 'the bot is back' } } }

async function policyWith(handoffs?: unknown) {
  const config = BotConfig.parse({ mode: 'gate', ...(handoffs !== undefined && { handoffs }) })
  const bot = async () => ({ config, userTokenSecret: '', identitySecret: '' })
  return await policiesOver(deployment, { bot })('shop')
}

describe('the policy of a bot', () => {
  it('is that of the deployment if the bot configures nothing, or does not exist', async () => {
    expect(await policyWith()).toEqual(deployment)
    const bot = () => Promise.reject(new InterludeError('bot.not_found', 'there is no such bot'))
    expect(await policiesOver(deployment, { bot })('gone')).toEqual(deployment)
  })

  it('fails if the store cannot be reached, because a wrong limit would end waits', async () => {
    const bot = () => Promise.reject(new InterludeError('store.unavailable'))
    await expect(policiesOver(deployment, { bot })('shop')).rejects.toMatchObject({ code: 'store.unavailable' })
  })

  it('is the same object for each call, so that a message costs no new one', async () => {
    const config = BotConfig.parse({ mode: 'gate', handoffs: { claimWithinSeconds: 60 } })
    const policyOf = policiesOver(deployment, {
      bot: async () => ({ config, userTokenSecret: '', identitySecret: '' }),
    })
    expect(await policyOf('shop')).toBe(await policyOf('shop'))
  })

  it('counts reports on the clocks of the configured zone', async () => {
    const config = BotConfig.parse({ mode: 'gate', reports: { timeZone: 'Europe/Berlin' } })
    const bot = async () => ({ config, userTokenSecret: '', identitySecret: '' })
    expect(await policiesOver(deployment, { bot })('shop')).toEqual({ ...deployment, reportZone: 'Europe/Berlin' })
  })

  it('says whether the bot has an endpoint for events', async () => {
    const events = { url: 'https://events.example.test/', secret: `whsec_${'A'.repeat(32)}` }
    for (const more of [{ events }, { events, handoffs: { claimWithinSeconds: 60 } }]) {
      const config = BotConfig.parse({ mode: 'gate', ...more })
      const bot = async () => ({ config, userTokenSecret: '', identitySecret: '' })
      expect(await policiesOver(deployment, { bot })('shop')).toMatchObject({ sendsEvents: true })
    }
    expect(await policyWith({ claimWithinSeconds: 60 })).toMatchObject({ sendsEvents: false })
  })

  it('has what the bot says, then what the deployment says, text by text', async () => {
    const policy = await policyWith({
      claimWithinSeconds: 90,
      alerts: [{ afterSeconds: 0 }, { afterSeconds: 60, priority: 'urgent' }],
      texts: { waiting: { en: 'one moment' }, expired: null },
    })
    expect(policy).toMatchObject({ giveUpMs: 90_000, idleMs: deployment.idleMs })
    expect(policy.alerts).toEqual([{ afterMs: 0 }, { afterMs: 60_000, priority: 'urgent' }])
    expect(policy.userTexts).toEqual({
      ...deployment.userTexts,
      waiting: { en: 'one moment' },
      ended: { en: 'the bot is back' },
      expired: null,
    })
  })

  it('has the hours, the warning and the commands that the bot configures', async () => {
    const hours = { timeZone: 'Europe/Berlin', days: { mon: [['09:00', '17:00']] }, holidays: [] }
    const policy = await policyWith({ endCommands: [' Stop '], queues: { vip: { hours, idleWarningSeconds: 20 } } })
    expect(policy.endCommands).toEqual(['Stop'])
    expect(forQueue(policy, 'vip')).toMatchObject({ hours, idleWarningMs: 20_000 })
    expect(forQueue(policy, undefined)).not.toHaveProperty('hours')
    expect((await policyWith({ endCommands: [] })).endCommands).toEqual([])
  })

  it('deviates for the conversations of a queue, and for no other', async () => {
    const policy = await policyWith({
      claimWithinSeconds: 90,
      texts: { waiting: { en: 'one moment' } },
      queues: { vip: { idleAfterSeconds: 30, texts: { ended: { en: 'goodbye' } } } },
    })
    expect(forQueue(policy, 'vip')).toMatchObject({
      giveUpMs: 90_000,
      idleMs: 30_000,
      userTexts: { waiting: { en: 'one moment' }, ended: { en: 'goodbye' } },
    })
    for (const other of [undefined, 'gone', 'constructor']) expect(forQueue(policy, other)).toBe(policy)
  })
})

describe('the configuration of handoffs', () => {
  it.each<[string, unknown, (string | number)[]]>([
    ['a wait of no time', { claimWithinSeconds: 0 }, ['claimWithinSeconds']],
    ['a wait of more than a week', { claimWithinSeconds: 604_801 }, ['claimWithinSeconds']],
    ['alerts out of order', { alerts: [{ afterSeconds: 60 }, { afterSeconds: 60 }] }, ['alerts', 1, 'afterSeconds']],
    ['an unknown priority', { alerts: [{ afterSeconds: 0, priority: 'huge' }] }, ['alerts', 0, 'priority']],
    ['an empty command', { endCommands: ['/end', ' '] }, ['endCommands', 1]],
    [
      'a zone of a queue',
      { queues: { vip: { hours: { timeZone: 'X', days: {} } } } },
      ['queues', 'vip', 'hours', 'timeZone'],
    ],
    ['an unknown field of a queue', { queues: { vip: { speed: 1 } } }, ['queues', 'vip']],
    ['a queue whose id no path can carry', { queues: { 'a/b': {} } }, ['queues', 'a/b']],
  ])('names the field of %s', (_, handoffs, path) => {
    const parsed = BotConfig.safeParse({ mode: 'gate', handoffs })
    expect(parsed.error?.issues[0]?.path).toEqual(['handoffs', ...path])
  })

  it('takes at most 50 queues', () => {
    const queues: HandoffConfig['queues'] = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`q${n}`, {}]))
    const parsed = BotConfig.safeParse({ mode: 'gate', handoffs: { queues } })
    expect(parsed.error?.issues).toMatchObject([{ path: ['handoffs', 'queues'], message: 'at most 50 queues' }])
  })
})

import { describe, expect, it } from 'vitest'
import type { AlertFilter } from '../../lib/protocol/subscription.ts'
import { ENGINES } from '../../local/options.ts'
import { aSubscriber } from '../../local/sns/test-sns.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { adminOf, confirm, lettersTo } from './subscriber.ts'

/** A user who asks for a person. Returns the conversation. */
async function asksForPerson(bot: TestBot, userId: string, priority: string) {
  const { body } = await bot.receive(userId, { text: 'hello' })
  expect((await bot.post(`conversations/${body.session}/pause`, { priority })).status).toBe(200)
  return body.session
}

describe.each(ENGINES)('subscriptions to alerts over %s', engine => {
  const world = runningWorld(engine)

  it('bring an e-mail about the alerts of their bot with the right priority, once confirmed', async () => {
    const [shop, bank] = [await world.bot('shop', { mode: 'gate' }), await world.bot('bank', { mode: 'gate' })]
    const { subscribe, list } = adminOf(world, shop)
    const ana = { protocol: 'email', endpoint: 'ana@example.test' } as const
    const filter: AlertFilter = { priority: ['high', 'urgent'] }
    const added = await subscribe(ana, filter)
    expect(await list()).toEqual([{ ...added, ...ana, status: 'pending', filter }])

    const tooEarly = await asksForPerson(shop, 'early', 'urgent')
    await eventually('the alert to the others', async () => (await world.letters(tooEarly)).length > 0)
    await confirm(world, ana.endpoint)
    expect((await list()).map(({ id, status }) => [id, status])).toEqual([[added.id, 'confirmed']])

    const others = [await asksForPerson(bank, 'bea', 'urgent'), await asksForPerson(shop, 'low', 'low')]
    for (const session of others) {
      await eventually('the alert to the others', async () => (await world.letters(session)).length > 0)
    }
    const urgent = await asksForPerson(shop, 'maria', 'urgent')
    const alerts = async () => (await lettersTo(world, ana.endpoint)).slice(1)
    const [first] = await eventually('the alert to Ana', async () => {
      const found = await alerts()
      return found.some(({ body }) => body.includes(urgent)) ? found : undefined
    })
    expect(await alerts()).toHaveLength(1)
    expect(first?.attributes).toMatchObject({ botId: shop.botId })
  })

  it('reach a server by HTTP, and end when they are removed', async () => {
    const bot = await world.bot('hooks', { mode: 'gate' })
    const { subscribe, list, remove } = adminOf(world, bot)
    const server = await world.keep(aSubscriber())
    const hook = { protocol: 'https', endpoint: server.url } as const
    const { id } = await subscribe(hook)
    await server.nth(1)
    await confirm(world, server.url)

    const session = await asksForPerson(bot, 'maria', 'normal')
    const { Message } = JSON.parse((await server.nth(2)).body) as { Message: string }
    expect(JSON.parse(Message)).toMatchObject({ type: 'handoff', botId: bot.botId, conversation: session })

    expect(await remove(id)).toBe(200)
    expect(await list()).toEqual([])
    const after = await asksForPerson(bot, 'ben', 'normal')
    await eventually('the alert to the others', async () => (await world.letters(after)).length > 0)
    expect(server.heard).toHaveLength(2)
  })

  it('survive a restart', async () => {
    const bot = await world.bot('restarted', { mode: 'gate' })
    const phone = { protocol: 'sms', endpoint: '+491701234567' } as const
    const added = await adminOf(world, bot).subscribe(phone, { channel: ['api'] })
    await world.restart('kill')

    expect(await adminOf(world, world.again(bot)).list()).toEqual([added])
  })
})

import { describe, expect, it } from 'vitest'
import type { HitlSession } from '../../lib/protocol/hitl.ts'
import { ENGINES } from '../../local/options.ts'
import { call } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, WEBHOOK_SECRET } from './servers.ts'

describe.each(ENGINES)('a restart over %s', engine => {
  const world = runningWorld(engine)

  it('keeps logs, lists, settings and alerts, and interrupted work continues', async () => {
    const brain = await world.keep(aBot())
    const channel = await world.keep(aChannel())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'answer' } as const
    const first = await world.bot('restart', { connectorUrl: brain.url, channels: { hook } })
    const user = { fullName: 'Rosa Roth', attributes: { since: '2020' } }
    const { session } = (await first.receive('rosa', { id: 'm1', text: 'hello', user }, 'hook')).body
    await first.pauseUser('rosa', 'hook')
    await first.receive('otto', { text: 'hello' })
    const ana = await world.agent(first)
    await ana.ask({ type: 'watch', session, cursor: 0 })
    await ana.entry(session, ({ kind }) => kind === 'alerted')
    const seen = async (bot: typeof first) => ({
      log: await bot.transcript(session),
      sessions: (await bot.get<HitlSession[]>('mod/hitl/sessions')).body,
      conversation: (await bot.get(`conversations/${session}`)).body,
      handoffs: (await bot.get('handoffs')).body,
      config: (await call(`${bot.url}/config`, { token: world.dev.adminToken })).body,
      letters: await world.letters(session),
    })
    const before = await seen(first)
    expect(before.sessions).toHaveLength(2)
    expect(before.letters).toHaveLength(1)

    await world.restart('stop')
    const bot = world.again(first)
    expect(await seen(bot)).toEqual(before)

    // Work continues: a retry, the agent, the channel, the handback.
    expect((await bot.receive('rosa', { id: 'm1', text: 'hello' }, 'hook')).body).toMatchObject({
      seq: 1,
      paused: false,
    })
    const again = await world.agent(bot, 'Ana', ana)
    await again.say(session, 'I am back')
    await eventually('the delivery', () => channel.calls.length > 0)
    expect(again.logs.get(session)).toEqual(await bot.transcript(session))
    await bot.unpauseUser('rosa', 'hook')
    await eventually('the handback', () => brain.calls.some(({ body }) => body.type === 'handback'))
    expect((await bot.receive('rosa', { text: 'bye' }, 'hook')).body.replies).toMatchObject([{ text: 'bot: bye' }])
    expect(channel.calls.map(({ body }) => body.message.text)).toEqual(['I am back'])
    expect(await world.letters(session)).toHaveLength(1)
  })

  it('waits for the answer to a message in progress', async () => {
    const late = Promise.withResolvers<{ replies: { type: 'text'; text: string }[] }>()
    const brain = await world.keep(aBot(() => late.promise))
    const first = await world.bot('ending', { connectorUrl: brain.url })
    const answer = first.receive('eva', { id: 'm1', text: 'hello' })
    await eventually('the bot is asked', () => brain.calls.length > 0)
    const restarted = world.restart('stop')
    late.resolve({ replies: [{ type: 'text', text: 'here you are' }] })
    expect((await answer).body).toMatchObject({ paused: false, replies: [{ seq: 2, text: 'here you are' }] })
    await restarted
    const bot = world.again(first)
    const again = await bot.receive('eva', { id: 'm1', text: 'hello' })
    expect(again.body).toEqual((await answer).body)
    expect(brain.calls).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import { userAsksForPerson } from '../../test/builders.ts'
import { aWorld, maria, type World } from '../../test/support/world.ts'
import { execute } from '../session/execute.ts'
import { episodeId, sessionId } from '../session/session.ts'
import { alertAgents } from './alert.ts'

const id = sessionId(maria)
const alerts = async (world: World, app = world.app) => await alertAgents(app, (await world.loaded(maria)).session)
const pendingOf = async (world: World) => {
  const { control } = (await world.loaded(maria)).session
  if (control.holder === 'bot' || control.handoff.status !== 'pending') throw new Error('nobody waits')
  return control.handoff
}

async function somebodyWaits(): Promise<World> {
  const world = await aWorld({ mode: 'gate' })
  await world.says(maria, 'my card is 4111 1111 1111 1111')
  await world.userAsks(maria)
  return world
}

describe('agents are alerted that a person waits', () => {
  it('in words for mail and telephone, and in fields for machines', async () => {
    const world = await somebodyWaits()
    await alerts(world)

    const url = `https://console.example.test/?bot=shop&conversation=${id}`.replace('/?', '?')
    expect(world.app.notices).toEqual([
      {
        subject: 'shop: somebody waits for a person (user)',
        email: expect.stringContaining(`Take over: ${url}`),
        sms: `shop: somebody waits for a person (user). ${url}`,
        data: {
          type: 'handoff',
          event: 'requested',
          botId: 'shop',
          channel: 'web',
          conversation: id,
          episodeId: episodeId({ id }, 1),
          trigger: 'user',
          priority: 'normal',
          url,
        },
        attributes: { botId: 'shop', channel: 'web', event: 'handoff.requested', trigger: 'user', priority: 'normal' },
      },
    ])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'alerted', count: 1, episode: 1 })
  })

  it("without the user's words, unless the operator wants them", async () => {
    const world = await somebodyWaits()
    await alerts(world)
    expect(JSON.stringify(world.app.notices)).not.toContain('4111')

    const withText = { ...world.app, settings: { ...world.app.settings, alertsIncludeText: true } }
    await alerts(world, withText)
    expect(world.app.notices[1]).toMatchObject({
      email: expect.stringContaining('Last message: my card is 4111'),
      sms: expect.not.stringContaining('4111'),
      data: { lastMessage: 'my card is 4111 1111 1111 1111' },
    })
  })

  it('again, as a reminder', async () => {
    const world = await somebodyWaits()
    await alerts(world)
    world.app.clock.advance(world.app.policy.realertMs)
    await alerts(world)
    expect(world.app.notices[1]).toMatchObject({
      subject: 'shop: somebody still waits for a person (user)',
      data: { event: 'reminder' },
      attributes: { event: 'handoff.reminder' },
    })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'alerted', count: 2 })
  })

  it('not of what an agent took, nor of what the bot has', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    await alerts(world)
    await world.agentTakes(maria)
    await alerts(world)
    expect(world.app.notices).toEqual([])
    expect(await world.kinds(maria)).toEqual(['message', 'paused'])
  })
})

describe('an alert that fails', () => {
  it('is no alert: it is due again soon, and noted when it went out', async () => {
    const world = await somebodyWaits()
    world.app.alertsFail = true
    await alerts(world)
    expect(await world.kinds(maria)).toEqual(['message', 'paused'])
    const soon = world.app.clock.now() + world.app.policy.alertCheckMs
    expect(await pendingOf(world)).toMatchObject({ alerts: 0, deadline: soon })
    expect(await world.store.due(soon - 1, 10)).toEqual([])
    expect(await world.store.due(soon, 10)).toEqual([id])

    world.app.alertsFail = false
    await alerts(world)
    expect(world.app.notices).toMatchObject([{ data: { event: 'requested' } }])
    expect(await pendingOf(world)).toMatchObject({
      alerts: 1,
      deadline: world.app.clock.now() + world.app.policy.realertMs,
    })
  })

  it('does not put off the end of the waiting', async () => {
    const world = await somebodyWaits()
    const { since } = await pendingOf(world)
    world.app.clock.advance(world.app.policy.giveUpMs - 1)
    await alerts(world)
    expect(await world.store.due(since + world.app.policy.giveUpMs, 10)).toEqual([id])
  })

  it('says nothing of an agent who came while it was under way', async () => {
    const world = await somebodyWaits()
    const before = (await world.loaded(maria)).session
    await world.agentSpeaks(maria, 'here I am')
    await alertAgents(world.app, before)
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'assigned', 'message'])
  })
})

describe('the subject of an alert', () => {
  const triggers = ['line one\nBcc: everybody@example.test', 'größer 🙂', 'x'.repeat(64), '\u0000\u001b[31m', '\u2028']
  it.each(triggers)('is one line of ASCII under 100 characters, whatever the trigger: %j', async trigger => {
    const world = await aWorld({ mode: 'gate' })
    const botId = 'b'.repeat(80)
    await world.store.putBot(botId, 0, (await world.store.bot('shop'))!)
    const who = { ...maria, botId }
    await execute(world.app, who, userAsksForPerson({ trigger }))
    await alertAgents(world.app, (await world.loaded(who)).session)
    const [{ subject }] = world.app.notices as unknown as [{ subject: string }]
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/)
  })
})

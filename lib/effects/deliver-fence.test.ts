import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, slowOutside } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'
import { deliverPending } from './deliver.ts'

const id = sessionId(maria)
const delivers = (world: AppWorld) => deliverPending(world.app, { id, botId: 'shop' })
const toChannel = (world: AppWorld) => world.app.posted.filter(({ url }) => url === webhookChannel.url)
const channels = { web: { ...webhookChannel, replies: 'deliver' } } as const

/** The bot has said `words`, which wait for their first delivery to the webhook. */
async function afterTheBotSaid(...words: readonly string[]): Promise<AppWorld> {
  const world = await appWorld({ channels })
  world.botAnswers(...words)
  await world.userSays(maria, 'hi')
  world.outsideAnswers({ status: 'ok', body: {} })
  return world
}

/** A dispatcher claims the next message, calls the channel, and never confirms it. */
async function crashesWhileSending(world: AppWorld): Promise<void> {
  const outside = slowOutside(world.app)
  void delivers(world)
  await outside.next()
  world.outsideAnswers({ status: 'ok', body: {} })
}

const leaseIsOver = (world: AppWorld) => world.app.clock.advance(world.app.policy.deliveryLeaseMs)

describe('the fence at the channel', () => {
  it('lets messages of the bot through while the bot holds control', async () => {
    const world = await afterTheBotSaid('hello', 'there')
    await delivers(world)
    expect(toChannel(world).map(({ id: name, body }) => [name, body.from])).toEqual([
      [`${id}:2`, { type: 'bot' }],
      [`${id}:3`, { type: 'bot' }],
    ])
  })

  it("withholds a bot's message that was unclaimed at the pause, and counts it as handed", async () => {
    const world = await afterTheBotSaid('hello', 'there')
    await world.agentPauses(maria)
    const said = await world.agentSays(maria, 'this is Ana')
    await delivers(world)

    expect(toChannel(world).map(({ id: name }) => name)).toEqual([`${id}:${said}`])
    expect((await world.log(maria)).filter(({ kind }) => kind === 'withheld')).toMatchObject([{ of: 2 }, { of: 3 }])
    expect(JSON.stringify(await world.log(maria))).not.toContain('unknown')
  })

  it("withholds a bot's message that was unclaimed at a pause even after the unpause", async () => {
    const world = await afterTheBotSaid('hello')
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    await delivers(world)
    await delivers(world)
    expect(toChannel(world)).toEqual([])
    expect((await world.log(maria)).filter(({ kind }) => kind === 'withheld')).toMatchObject([{ of: 2 }])
  })

  it("withholds a bot's message after a bot-wide pause, which it reads afresh", async () => {
    const world = await afterTheBotSaid('hello')
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, paused: true } })
    await delivers(world)
    expect(toChannel(world)).toEqual([])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', of: 2 })
  })

  it("lets through the words that came with the bot's handoff", async () => {
    const world = await appWorld({ channels })
    const body = { replies: [{ text: 'I fetch somebody' }], handoff: { reason: 'refund' } }
    world.outsideAnswers({ status: 'ok', body })
    await world.userSays(maria, 'my money back')
    world.outsideAnswers({ status: 'ok', body: {} })
    await delivers(world)
    expect(toChannel(world)).toMatchObject([{ body: { message: { text: 'I fetch somebody' } } }])
  })

  it('withholds the second message if the pause comes while the first is sent', async () => {
    const world = await afterTheBotSaid('hello', 'there')
    const outside = slowOutside(world.app)
    const sending = delivers(world)
    const call = await outside.next()
    await world.agentPauses(maria)
    call.answer({ status: 'ok', body: {} })
    await sending
    expect(toChannel(world)).toHaveLength(1)
    expect((await world.log(maria)).filter(({ kind }) => kind === 'withheld')).toMatchObject([{ of: 3 }])
  })

  it('never withholds messages of agents or of the system', async () => {
    const world = await appWorld({ mode: 'gate', channels }, { userTexts: { expired: { en: 'nobody came' } } })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'bye')
    await world.agentResumes(maria)
    await world.userAsksForPerson(maria)
    world.app.clock.advance(world.app.policy.giveUpMs)
    await world.userSays(maria, 'so what?')
    await delivers(world)
    expect(toChannel(world).map(({ body }) => body)).toMatchObject([
      { from: { type: 'agent' }, message: { text: 'bye' } },
      { from: { type: 'system' }, message: { text: 'nobody came' } },
    ])
  })
})

describe('a crash between sending and confirming', () => {
  it('blocks the conversation until the lease ends, then the message is sent again with the same id', async () => {
    const world = await afterTheBotSaid('hello')
    await crashesWhileSending(world)
    await delivers(world)
    expect(toChannel(world)).toHaveLength(1)

    leaseIsOver(world)
    await delivers(world)
    expect(toChannel(world).map(({ id: name }) => name)).toEqual([`${id}:2`, `${id}:2`])
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })

  it("withholds a bot's message after a pause, with its delivery marked as unknown", async () => {
    const world = await afterTheBotSaid('hello')
    await crashesWhileSending(world)
    await world.agentPauses(maria)
    leaseIsOver(world)
    await delivers(world)
    await delivers(world)

    expect(toChannel(world)).toHaveLength(1)
    expect((await world.log(maria)).filter(({ kind }) => kind === 'withheld')).toEqual([
      expect.objectContaining({ of: 2, delivery: 'unknown' }),
    ])
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })

  it("sends an agent's message again even if control has changed", async () => {
    const world = await appWorld({ mode: 'gate', channels })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    const seq = await world.agentSays(maria, 'bye')
    await crashesWhileSending(world)
    await world.agentResumes(maria)
    leaseIsOver(world)
    await delivers(world)
    expect(toChannel(world).map(({ id: name }) => name)).toEqual([`${id}:${seq}`, `${id}:${seq}`])
  })

  it('does not let a late confirmation change the claim that took over', async () => {
    const world = await afterTheBotSaid('hello')
    const outside = slowOutside(world.app)
    const first = delivers(world)
    const slow = await outside.next()
    leaseIsOver(world)
    const second = delivers(world)
    const again = await outside.next()
    slow.answer({ status: 'refused', reason: 'answered 400' })
    await first
    expect((await world.load(maria)).session.deliveryClaim).toMatchObject({ seq: 2, attempts: 2 })
    again.answer({ status: 'ok', body: {} })
    await second
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
    expect(await world.kinds(maria)).not.toContain('undeliverable')
  })

  it('ends in an undeliverable message after the last try', async () => {
    const world = await appWorld({ mode: 'gate', channels }, { retryMs: [1_000, 1_000] })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    const seq = await world.agentSays(maria, 'hello')
    for (let crashes = 0; crashes < 3; crashes++) {
      await crashesWhileSending(world)
      leaseIsOver(world)
    }
    await delivers(world)
    expect(toChannel(world)).toHaveLength(3)
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: seq })
  })
})

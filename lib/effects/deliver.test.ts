import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, slowOutside } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { ChannelDelivery } from '../protocol/bot.ts'
import { type Address, sessionId } from '../session/session.ts'
import { deliverPending } from './deliver.ts'

const target = (who: Address) => ({ id: sessionId(who), botId: 'shop' })
const delivers = (world: AppWorld, who = maria) => deliverPending(world.app, target(who))
/** Two conversations that an agent holds, on a webhook channel. */
async function heldByAna(policy = {}): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate', channels: { web: webhookChannel } }, policy)
  for (const who of [maria, jonas]) {
    await world.userSays(who, 'hello?')
    await world.agentPauses(who)
  }
  return world
}
const sent = (world: AppWorld) => world.app.posted.map(({ body }) => (body.message as { text: string }).text)

describe("the delivery of an agent's messages to the webhook", () => {
  it('sends all that a channel needs, with the id of the message', async () => {
    const world = await heldByAna()
    const seq = await world.agentSays(maria, 'how can I help?')
    await delivers(world)

    const [post] = world.app.posted
    expect(post).toEqual({
      url: 'https://channel.example.test/',
      id: `${sessionId(maria)}:${seq}`,
      body: {
        type: 'message',
        botId: 'shop',
        session: { id: sessionId(maria), channel: 'web', userId: 'maria' },
        seq,
        at: '2026-01-05T09:00:00.000Z',
        from: { type: 'agent', name: 'Ana' },
        message: { type: 'text', text: 'how can I help?' },
      },
    })
    expect(ChannelDelivery.safeParse(post?.body).success).toBe(true)
    expect((await world.load(maria)).session).toMatchObject({ claimedUpTo: seq })
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })

  it('follows the order of the log, and sends each message once', async () => {
    const world = await heldByAna()
    for (const text of ['one', 'two', 'three']) await world.agentSays(maria, text)
    await delivers(world)
    await delivers(world)
    expect(sent(world)).toEqual(['one', 'two', 'three'])
  })

  it('finds a message after 120 other entries', async () => {
    const world = await heldByAna()
    await world.agentSays(maria, 'one')
    for (let n = 0; n < 120; n++) await world.userSays(maria, `words ${n}`)
    await world.agentSays(maria, 'two')
    await delivers(world)
    expect(sent(world)).toEqual(['one', 'two'])
  })

  it('sends each message once if three dispatchers run at the same time', async () => {
    const world = await heldByAna()
    await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await Promise.all([delivers(world), delivers(world), delivers(world)])
    await delivers(world)
    expect(sent(world)).toEqual(['one', 'two'])
  })

  it('leaves later messages to the dispatcher that is sending', async () => {
    const world = await heldByAna()
    const outside = slowOutside(world.app)
    await world.agentSays(maria, 'one')
    const sending = delivers(world)
    const call = await outside.next()
    await world.agentSays(maria, 'two')
    await delivers(world)
    expect(sent(world)).toEqual(['one'])

    call.answer({ status: 'ok', body: {} })
    ;(await outside.next()).answer({ status: 'ok', body: {} })
    await sending
    expect(sent(world)).toEqual(['one', 'two'])
  })
})

describe('a channel with a temporary failure', () => {
  it('delays the later messages of its conversation, and no other conversation', async () => {
    const world = await heldByAna()
    world.app.answer = ({ body }) =>
      JSON.stringify(body).includes('"maria"')
        ? { status: 'retry', reason: 'answered 503' }
        : { status: 'ok', body: {} }
    await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await world.agentSays(jonas, 'hello Jonas')
    await Promise.all([delivers(world), delivers(world, jonas)])
    await delivers(world)

    expect([...sent(world)].sort()).toEqual(['hello Jonas', 'one'])
  })

  it('gets the message again at growing intervals, and the next one once it is back', async () => {
    const world = await heldByAna({ retryMs: [seconds(5), seconds(15), seconds(60)] })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await delivers(world)
    for (const waitMs of [seconds(5), seconds(15)]) {
      world.app.clock.advance(waitMs - 1)
      await delivers(world)
      const before = world.app.posted.length
      world.app.clock.advance(1)
      await delivers(world)
      expect(world.app.posted).toHaveLength(before + 1)
    }
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.clock.advance(seconds(60))
    await delivers(world)

    expect(sent(world)).toEqual(['one', 'one', 'one', 'one', 'two'])
    expect(new Set(world.app.posted.slice(0, 4).map(({ id }) => id)).size).toBe(1)
    expect(await world.kinds(maria)).not.toContain('undeliverable')
  })

  it('makes the conversation due at the next try, and not before', async () => {
    const world = await heldByAna({ idleMs: seconds(100_000) })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await world.agentSays(maria, 'one')
    await delivers(world)
    const at = world.app.clock.now() + seconds(5)
    expect(await world.store.due(at - 1, 10)).toEqual([])
    expect(await world.store.due(at, 10)).toEqual([sessionId(maria)])
  })

  it('causes an undeliverable entry after the last try, and gets the next message', async () => {
    const world = await heldByAna({ retryMs: [seconds(5)] })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    const one = await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await delivers(world)
    world.app.clock.advance(seconds(5))
    await delivers(world)

    expect(sent(world)).toEqual(['one', 'one', 'two'])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: one, reason: 'answered 503' })
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.clock.advance(seconds(5))
    await delivers(world)
    expect(sent(world)).toEqual(['one', 'one', 'two', 'two'])
    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })
})

describe('a channel that refuses a message for good', () => {
  it('causes an undeliverable entry, and gets the next message', async () => {
    const world = await heldByAna()
    world.app.answer = ({ body }) =>
      JSON.stringify(body).includes('one') ? { status: 'refused', reason: 'answered 400' } : { status: 'ok', body: {} }
    const one = await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await delivers(world)

    expect(sent(world)).toEqual(['one', 'two'])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: one, reason: 'answered 400' })
    await delivers(world)
    expect(sent(world)).toHaveLength(2)
  })

  it('causes an undeliverable entry too if it is no longer configured', async () => {
    const world = await heldByAna()
    const seq = await world.agentSays(maria, 'one')
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, channels: {} } })
    world.app.directory.forget('shop')
    await delivers(world)
    expect(world.app.posted).toEqual([])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: seq })
  })
})

describe('a channel whose calls are skipped', () => {
  const skipped = { status: 'skipped', waitMs: seconds(20) } as const

  it('costs the message neither a try nor its place, and makes it due when the silence ends', async () => {
    const world = await heldByAna({ idleMs: minutes(10_000) })
    world.outsideAnswers(skipped)
    await world.agentSays(maria, 'one')
    await world.agentSays(maria, 'two')
    await delivers(world)
    const at = world.app.clock.now() + seconds(20)
    expect(await world.store.due(at - 1, 10)).toEqual([])
    expect(await world.store.due(at, 10)).toEqual([sessionId(maria)])
    for (let times = 0; times < 50; times++) {
      expect((await world.load(maria)).session.deliveryClaim).toMatchObject({ seq: 3, attempts: 0 })
      world.app.clock.advance(seconds(20))
      await delivers(world)
    }
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.posted.length = 0
    world.app.clock.advance(seconds(20))
    await delivers(world)

    expect(sent(world)).toEqual(['one', 'two'])
    expect(await world.kinds(maria)).not.toContain('undeliverable')
  })

  it('causes an undeliverable entry once its calls were skipped for too long', async () => {
    const world = await heldByAna({ idleMs: minutes(10_000), skippedForMs: minutes(2) })
    world.outsideAnswers(skipped)
    const one = await world.agentSays(maria, 'one')
    for (let times = 0; times < 6; times++) {
      await delivers(world)
      expect(await world.kinds(maria)).not.toContain('undeliverable')
      world.app.clock.advance(seconds(20))
    }
    await delivers(world)
    expect((await world.log(maria)).at(-1)).toMatchObject({
      kind: 'undeliverable',
      of: one,
      reason: expect.stringContaining('gave no answer'),
    })
  })

  it("has the bot's message withheld as not sent if people took the conversation meanwhile", async () => {
    const world = await appWorld({ channels: { web: { ...webhookChannel, replies: 'deliver' } } })
    world.botAnswers('one')
    await world.userSays(maria, 'hi')
    world.outsideAnswers(skipped)
    await delivers(world)
    await world.agentPauses(maria)
    world.app.clock.advance(seconds(20))
    await delivers(world)
    const withheld = (await world.log(maria)).at(-1)
    expect(withheld).toMatchObject({ kind: 'withheld', of: 2 })
    expect(withheld).not.toHaveProperty('delivery')
  })
})

describe('a channel that answers 404 or 410', () => {
  const missing = { status: 'missing', reason: 'answered 404' } as const

  it('gets the message again, since it may be restarting', async () => {
    const world = await heldByAna()
    world.outsideAnswers(missing)
    await world.agentSays(maria, 'one')
    await delivers(world)
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.clock.advance(seconds(5))
    await delivers(world)
    expect(sent(world)).toEqual(['one', 'one'])
    expect(await world.kinds(maria)).not.toContain('undeliverable')
  })

  it('causes an undeliverable entry after six more tries, some 24 minutes later', async () => {
    const world = await heldByAna({ idleMs: minutes(10_000) })
    world.outsideAnswers(missing)
    const one = await world.agentSays(maria, 'one')
    const begin = world.app.clock.now()
    for (const waitMs of world.app.policy.retryMs.slice(0, 6)) {
      await delivers(world)
      expect(await world.kinds(maria)).not.toContain('undeliverable')
      world.app.clock.advance(waitMs)
    }
    await delivers(world)
    expect(sent(world)).toHaveLength(7)
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'undeliverable', of: one, reason: 'answered 404' })
    expect(world.app.clock.now() - begin).toBe(seconds(1_400))
  })

  it('causes no undeliverable entry at its first 404 after hours of other failures', async () => {
    const world = await heldByAna({ idleMs: minutes(10_000) })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await world.agentSays(maria, 'one')
    for (const waitMs of world.app.policy.retryMs.slice(0, 7)) {
      await delivers(world)
      world.app.clock.advance(waitMs)
    }
    world.outsideAnswers(missing)
    await delivers(world)
    expect(await world.kinds(maria)).not.toContain('undeliverable')
  })
})

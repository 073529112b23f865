import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { addresses, maria } from '../../test/support/people.ts'
import { runClock } from './clock.ts'

const BUDGET_MS = seconds(20)
const ticks = (world: AppWorld) => runClock(world.app, world.app.clock.now() + BUDGET_MS)

const NOBODY_CAME = defaultPolicy.userTexts.expired?.en

describe('a run of the clock', () => {
  it('pauses a conversation whose turn the bot never answered, and alerts agents when that is due', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    world.app.clock.advance(minutes(2) + world.app.policy.turnGraceMs - 1)
    expect(await ticks(world)).toEqual({ visited: 0, failed: 0 })
    world.app.clock.advance(1)
    expect(await ticks(world)).toEqual({ visited: 1, failed: 0 })

    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'paused', trigger: 'bot_failed', held: [1] })
    // The stream would have alerted at once; the clock alerts if it did not.
    expect(world.app.notices).toEqual([])
    world.app.clock.advance(world.app.policy.alertCheckMs)
    await ticks(world)
    expect(world.app.notices).toMatchObject([{ data: { trigger: 'bot_failed', event: 'requested' } }])
  })

  it('reminds agents of a pending handoff, then gives the conversation back and sends the handback', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userAsksForPerson(maria)
    await world.dispatched()
    for (let minute = 0; minute < 21; minute++) {
      world.app.clock.advance(minutes(1))
      await ticks(world)
    }
    expect(world.app.notices.map(({ data }) => data.event)).toEqual(['requested', 'reminder', 'reminder', 'reminder'])
    expect((await world.load(maria)).session.control).toEqual({ holder: 'bot' })
    expect((await world.log(maria)).slice(-2)).toMatchObject([
      { kind: 'resumed', outcome: 'expired', by: { type: 'system' } },
      { kind: 'message', by: { type: 'system' }, text: NOBODY_CAME },
    ])
    // The bot gets its handback, too.
    expect(world.app.posted).toMatchObject([{ body: { type: 'handback', outcome: 'expired' } }])
    expect(await world.store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })

  it('puts every gathered conversation into the next notice', async () => {
    const world = await appWorld({ mode: 'gate' })
    const people = addresses(150)
    await world.userAsksForPerson(maria)
    await world.dispatched()
    for (const who of people) await world.userAsksForPerson(who)
    await world.dispatched()
    expect(world.app.notices).toHaveLength(1)
    world.app.clock.advance(world.app.policy.alertGatherMs - 1)
    expect(await ticks(world)).toEqual({ visited: 0, failed: 0 })
    world.app.clock.advance(1)
    expect(await ticks(world)).toMatchObject({ failed: 0 })
    expect(world.app.notices.map(({ data }) => data.count)).toEqual([1, 150])
    expect(new Set(world.app.notices[1]?.data.conversations as string[])).toEqual(new Set(people.map(sessionId)))
    world.app.clock.advance(minutes(4))
    expect(await ticks(world)).toEqual({ visited: 0, failed: 0 })
  })

  it('visits a conversation once if a new policy has moved its deadline', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const { policy, clock } = world.app
    const turnGraceMs = 2 * policy.turnGraceMs
    Object.assign(world.app, { policyOf: async () => ({ ...policy, turnGraceMs }) })
    clock.advance(minutes(2) + policy.turnGraceMs)
    const before = await world.log(maria)

    expect(await ticks(world)).toEqual({ visited: 1, failed: 0 })
    expect(await ticks(world)).toEqual({ visited: 0, failed: 0 })
    expect(await world.log(maria)).toEqual(before)

    clock.advance(policy.turnGraceMs)
    expect(await ticks(world)).toEqual({ visited: 1, failed: 0 })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'paused', trigger: 'bot_failed' })
  })

  it('transfers the conversation of a silent agent, and gives the one of a silent user back to the bot', async () => {
    const world = await appWorld({ mode: 'gate' })
    const [waiting, gone] = addresses(2) as [typeof maria, typeof maria]
    for (const who of [waiting, gone]) await world.agentPauses(who)
    await world.userSays(waiting, 'hello?')
    await world.agentSays(gone, 'hello?')
    world.app.clock.advance(world.app.policy.idleMs)
    expect(await ticks(world)).toEqual({ visited: 2, failed: 0 })

    expect((await world.log(waiting)).at(-1)).toMatchObject({ kind: 'transferred', from: { id: 'agent-ana' } })
    expect((await world.load(waiting)).session.control).toMatchObject({ handoff: { status: 'pending' } })
    expect((await world.log(gone)).at(-1)).toMatchObject({ kind: 'resumed', outcome: 'idle' })
  })

  it('delivers overdue messages and sends overdue handbacks', async () => {
    const world = await appWorld({ mode: 'gate', channels: { web: webhookChannel } })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'bye')
    await world.agentResumes(maria)
    world.app.clock.advance(seconds(30))
    await ticks(world)
    const called = new Set(world.app.posted.map(({ url }) => url))
    expect(called).toEqual(new Set(['https://bot.example.test/', 'https://channel.example.test/']))
    expect(world.app.posted).toHaveLength(2)
    world.app.clock.advance(minutes(1))
    expect(await ticks(world)).toEqual({ visited: 0, failed: 0 })
  })

  it('takes effect once if two clocks run at the same time', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userAsksForPerson(maria)
    world.app.clock.advance(world.app.policy.giveUpMs)
    await Promise.all([ticks(world), ticks(world)])
    expect(textsOf(await world.log(maria))).toEqual([NOBODY_CAME])
  })
})

describe('a conversation that fails', () => {
  it('stops no other conversation, and stays due', async () => {
    const world = await appWorld()
    const all = addresses(5)
    for (const who of all) await world.userAsksForPerson(who)
    const [broken] = all as [typeof maria]
    const commit = world.store.commit
    world.store.commit = async (version, decision) => {
      if (decision.session.id === sessionId(broken)) throw new Error('the store stumbles')
      return await commit(version, decision)
    }
    world.app.clock.advance(world.app.policy.giveUpMs)

    expect(await ticks(world)).toEqual({ visited: 5, failed: 1 })
    expect(await world.store.list({ botId: 'shop', status: 'paused', limit: 10 })).toMatchObject({
      items: [{ userId: broken.userId }],
    })
    world.store.commit = commit
    expect(await ticks(world)).toMatchObject({ failed: 0 })
    expect((await world.load(broken)).session.control.holder).toBe('bot')
  })

  it('delays no conversation behind it, even if more fail than one read returns', async () => {
    const world = await appWorld()
    const broken = new Set(addresses(110).map(sessionId))
    for (const who of addresses(110)) await world.userAsksForPerson(who)
    world.app.clock.advance(1)
    await world.userAsksForPerson(maria)
    const commit = world.store.commit
    world.store.commit = async (version, decision) => {
      if (broken.has(decision.session.id)) throw new Error('the store stumbles')
      return await commit(version, decision)
    }
    world.app.clock.advance(world.app.policy.giveUpMs)

    expect(await ticks(world)).toEqual({ visited: 111, failed: 110 })
    expect((await world.load(maria)).session.control.holder).toBe('bot')
  })
})

describe('the time budget of a run', () => {
  it('lets begun work finish, and leaves the rest for the next run', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (const who of addresses(150)) {
      await world.agentPauses(who)
      await world.agentResumes(who)
    }
    world.app.clock.advance(world.app.policy.deliveryCheckMs)
    const { answer } = world.app
    world.app.answer = async posted => {
      world.app.clock.advance(seconds(1))
      return await answer(posted)
    }
    const first = await ticks(world)
    expect(first).toEqual({ visited: 100, failed: 0 })
    expect(world.app.posted).toHaveLength(100)
    world.app.answer = answer
    await ticks(world)
    expect(new Set(world.app.posted.map(({ id }) => id)).size).toBe(150)
  })

  it('visits no conversation if it is zero', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userAsksForPerson(maria)
    world.app.clock.advance(world.app.policy.giveUpMs)
    expect(await runClock(world.app, world.app.clock.now())).toEqual({ visited: 0, failed: 0 })
  })

  it('is not spent on a conversation that stays due', async () => {
    const world = await appWorld({ channels: { web: webhookChannel }, mode: 'gate' })
    await world.agentPauses(maria)
    await world.agentSays(maria, 'hello')
    const outside = slowOutside(world.app)
    world.app.clock.advance(seconds(30))
    const running = ticks(world)
    const call = await outside.next()
    world.app.clock.advance(world.app.policy.deliveryLeaseMs)
    call.answer({ status: 'retry', reason: 'slow' })
    expect(await running).toEqual({ visited: 1, failed: 0 })
    expect(world.app.posted).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { appWorld, othersGoOn, slowOutside } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'
import { deliverPending } from './deliver.ts'
import { owedAt, pay } from './owed.ts'
import { inParallel } from './parallel.ts'

const nothing = { alert: false, delivery: false, handback: false, control: false, reviews: false }
const gated = { mode: 'gate', channels: { web: webhookChannel } } as const

describe('owedAt', () => {
  it('returns nothing for a conversation in which everything is done', async () => {
    const world = await appWorld(gated)
    await world.userSays(maria, 'hi')
    expect(owedAt((await world.load(maria)).session, Number.MAX_SAFE_INTEGER)).toEqual(nothing)
  })

  it('returns an alert from its deadline on, and none once an agent is assigned', async () => {
    const world = await appWorld(gated)
    await world.userAsksForPerson(maria)
    const at = world.app.clock.now() + world.app.policy.alertCheckMs
    expect(owedAt((await world.load(maria)).session, at - 1)).toEqual(nothing)
    expect(owedAt((await world.load(maria)).session, at)).toEqual({ ...nothing, alert: true, control: true })
    await world.agentSays(maria, 'here')
    expect(owedAt((await world.load(maria)).session, at)).toMatchObject({ alert: false, control: false })
  })

  it('returns a delivery that is unclaimed, or whose claim has ended', async () => {
    const world = await appWorld(gated)
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'hello')
    const { now } = world.app.clock
    expect(owedAt((await world.load(maria)).session, now())).toEqual({ ...nothing, delivery: true, control: true })
    const outside = slowOutside(world.app)
    const sending = deliverPending(world.app, { id: sessionId(maria), botId: 'shop' })
    const call = await outside.next()
    const until = now() + world.app.policy.deliveryLeaseMs
    expect(owedAt((await world.load(maria)).session, until - 1)).toEqual(nothing)
    expect(owedAt((await world.load(maria)).session, until)).toEqual({ ...nothing, delivery: true, control: true })
    call.answer({ status: 'ok', body: {} })
    await sending
    expect(owedAt((await world.load(maria)).session, until)).toEqual(nothing)
  })

  it('returns a handback from its deadline on', async () => {
    const world = await appWorld(gated)
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    const at = world.app.clock.now() + world.app.policy.deliveryCheckMs
    expect(owedAt((await world.load(maria)).session, at - 1)).toEqual(nothing)
    expect(owedAt((await world.load(maria)).session, at)).toEqual({ ...nothing, handback: true })
  })
})

describe('pay', () => {
  it('carries out the rest if one effect fails, then throws', async () => {
    const world = await appWorld(gated)
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'bye')
    await world.agentResumes(maria)
    world.app.answer = ({ url }) => {
      if (url === webhookChannel.url) throw new Error('the caller is broken')
      return { status: 'ok', body: {} }
    }
    const { session } = await world.load(maria)
    await expect(
      pay(world.app, session, { alert: true, delivery: true, handback: true, control: true, reviews: false }),
    ).rejects.toThrow('broken')
    expect((await world.load(maria)).session).toMatchObject({ handedBackUpTo: 1 })
  })

  it('does not fail when it moves control for a bot that is gone', async () => {
    const world = await appWorld(gated)
    await world.userAsksForPerson(maria)
    const { session } = await world.load(maria)
    const ofNoBot = { ...session, botId: 'gone', delivery: 'all' } as const
    await expect(pay(world.app, ofNoBot, { ...nothing, control: true })).resolves.toBeUndefined()
  })

  it('calls nothing if nothing is owed', async () => {
    const world = await appWorld(gated)
    await world.userAsksForPerson(maria)
    await pay(world.app, (await world.load(maria)).session, nothing)
    expect(world.app.notices).toEqual([])
    expect(world.app.posted).toEqual([])
  })
})

describe('inParallel', () => {
  it('works on three items at once at most, and leaves none out', async () => {
    let atOnce = 0
    let most = 0
    const done: number[] = []
    const failures = await inParallel([...Array(20).keys()], 3, async n => {
      most = Math.max(most, ++atOnce)
      await othersGoOn(1 + (n % 3))
      atOnce--
      done.push(n)
    })
    expect(failures).toEqual([])
    expect(most).toBe(3)
    expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()])
  })

  it('continues after a failure, and returns the failures in the order of the items', async () => {
    const failures = await inParallel(['a', 'b', 'c', 'd'], 2, async item => {
      if (item === 'a') await othersGoOn(seconds(0) + 10)
      if (item !== 'b') throw new Error(`no ${item}`)
    })
    expect(failures).toMatchObject([{ item: 'a' }, { item: 'c' }, { item: 'd', error: { message: 'no d' } }])
  })

  it('does nothing for an empty list', async () => {
    expect(await inParallel([], 4, () => Promise.reject(new Error('called')))).toEqual([])
  })
})

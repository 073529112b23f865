import { expect, it } from 'vitest'
import type { StoredTally } from '../../lib/ports/reports.ts'
import { MAX_SUMMARY_BYTES } from '../../lib/ports/reports.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import type { Address } from '../../lib/session/session.ts'
import { minutes, seconds } from '../support/clock.ts'
import { agentPauses, agentResumes, agentSays, userAsksForPerson, userRates } from '../support/commands.ts'
import { addresses, ana, ben, maria } from '../support/people.ts'
import { recounted, summed } from '../support/recount.ts'
import type { UnderTest } from './suite.ts'

const always = { from: '0000-01-01', to: '9999-12-31' }
const AT_ONCE = 100
const supervisor = { verb: 'transfer', ofOthers: true } as const

const asRecount = ({ day, queue, agent, counts }: StoredTally) => ({ day, queue, agentId: agent?.id, counts })

/** Sends a command again while the conversation is busy, as clients do. */
async function persist<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof InterludeError) || error.code !== 'session.busy') throw error
    }
  }
}

export function reportPromises(underTest: () => UnderTest): void {
  const stored = async (botId = 'shop') => summed((await underTest().store.tallies(botId, always)).map(asRecount))
  const recount = async (users: readonly Address[]) => {
    const logs = await Promise.all(users.map(who => underTest().world.log(who)))
    return summed(logs.flatMap(log => recounted(log, 'UTC')))
  }

  it('counts nothing before a handoff has ended', async () => {
    const { world } = underTest()
    await world.does(maria, userAsksForPerson())
    await world.does(maria, agentSays('I am here'))
    expect(await stored()).toEqual({})
  })

  it('counts the wait, the first response, the handling and the rating of a handoff', async () => {
    const { store, world } = underTest()
    await world.does(maria, userAsksForPerson({ queue: 'sales' }))
    world.clock.advance(seconds(45))
    await world.does(maria, { verb: 'claim', by: ana })
    world.clock.advance(seconds(20))
    await world.does(maria, agentSays('I am here'))
    world.clock.advance(minutes(3))
    await world.does(maria, { verb: 'transfer', by: ana, to: { ...ben, name: 'Ben' }, ofOthers: false })
    world.clock.advance(minutes(1))
    await world.does(maria, agentResumes({ by: ben, outcome: 'resolved' }))
    await world.does(maria, userRates(4))

    const [tally, ...others] = await store.tallies('shop', always)
    expect(others).toEqual([])
    expect(tally).toMatchObject({ queue: 'sales', agent: { id: ben.id, name: 'Ben' } })
    expect(tally?.counts).toMatchObject({
      ...{ ended: 1, resolved: 1, waits: 1, waitMs: 45_000, wait1: 1 },
      ...{ answers: 1, answerMs: 65_000, answer2: 1, handled: 1, handledMs: 260_000, stars4: 1 },
    })
    expect(await stored()).toEqual(await recount([maria]))
  })

  it('credits the agent who had a handoff last, also if it waited again and nobody came', async () => {
    const { store, world } = underTest()
    await world.does(maria, userAsksForPerson())
    await world.does(maria, agentSays('one moment'))
    await world.does(maria, { ...supervisor, by: ana })
    world.clock.advance(minutes(30))
    await world.does(maria, { verb: 'tick' })

    const [tally] = await store.tallies('shop', always)
    expect(tally).toMatchObject({ agent: { id: ana.id }, counts: { expired: 1, waits: 1, handledMs: 1_800_000 } })
    expect(await stored()).toEqual(await recount([maria]))
  })

  it('keeps each day, queue, agent and bot apart, and returns the days that are asked for', async () => {
    const { store, world } = underTest()
    const [one, two, three] = addresses(3) as [Address, Address, Address]
    const elsewhere = { ...one, botId: 'bank' }
    for (const who of [one, two, three, elsewhere]) await world.does(who, userAsksForPerson())
    await world.does(one, agentSays('hello'))
    await world.does(two, agentSays('hello', { by: ben }))
    const first = new Date(world.clock.now()).toISOString().slice(0, 10)
    for (const who of [one, elsewhere]) await world.does(who, agentResumes())
    world.clock.advance(minutes(24 * 60))
    const second = new Date(world.clock.now()).toISOString().slice(0, 10)
    await world.does(two, { verb: 'tick' })
    await world.does(three, { verb: 'tick' })

    const on = async (from: string, to: string) =>
      (await store.tallies('shop', { from, to })).map(({ day, agent }) => `${day} ${agent?.id ?? '-'}`).sort()
    expect(await on(first, first)).toEqual([`${first} ${ana.id}`])
    expect(await on(second, second)).toEqual([`${second} -`, `${second} ${ben.id}`])
    expect(await on(first, second)).toHaveLength(3)
    expect(Object.keys(await stored('bank'))).toHaveLength(1)
    expect(await stored()).toEqual(await recount([one, two, three]))
  })

  it('counts a commit that another one preceded, or that is sent again, once', async () => {
    const { store, world } = underTest()
    await world.does(maria, userAsksForPerson())
    const late = await world.decides(maria, agentResumes({ by: ben }))
    const { loaded, decision } = await world.decides(maria, agentResumes())
    const commits = [late, { loaded, decision }, { loaded, decision }]
    const done = await Promise.all(commits.map(each => store.commit(each.loaded.version, each.decision)))
    expect(done.filter(Boolean)).toHaveLength(1)
    expect(await store.commit(loaded.version, decision)).toBe(false)
    const [tally] = await store.tallies('shop', always)
    expect(tally?.counts).toMatchObject({ ended: 1, returned: 1 })
  })

  it(`counts each of ${AT_ONCE} handoffs that end at once`, { timeout: 120_000 }, async () => {
    const { store, world } = underTest()
    const users = addresses(AT_ONCE)
    for (let at = 0; at < AT_ONCE; at += 25) {
      await Promise.all(
        users
          .slice(at, at + 25)
          .map((who, index) => world.does(who, userAsksForPerson(index % 2 ? {} : { queue: 'sales' }))),
      )
    }
    world.clock.advance(minutes(30))
    await Promise.all(users.map(who => persist(() => world.does(who, { verb: 'tick' }))))

    const tallies = await store.tallies('shop', always)
    expect(tallies.reduce((sum, { counts }) => sum + (counts.expired ?? 0), 0)).toBe(AT_ONCE)
    expect(await stored()).toEqual(await recount(users))
  })

  it(`counts each of ${AT_ONCE / 4} handoffs of one agent that end at once`, { timeout: 120_000 }, async () => {
    const { world } = underTest()
    const users = addresses(AT_ONCE / 4)
    for (const who of users) await world.does(who, agentPauses())
    world.clock.advance(seconds(7))
    await Promise.all(users.map(who => persist(() => world.does(who, agentResumes()))))
    expect(await stored()).toEqual(await recount(users))
  })

  it('keeps the summaries of days and of months apart, and replaces one', async () => {
    const { store } = underTest()
    const put = (period: string, body: string, botId = 'shop') => store.putSummary(botId, { period, body })
    await put('2026-11-29', 'a')
    await put('2026-11-30', 'b')
    await put('2026-12-01', 'c')
    await put('2026-11', 'month')
    await put('2026-11-30', 'of another bot', 'bank')
    await put('2026-11-30', 'b again')
    expect(await store.summaries('shop', { from: '2026-11-30', to: '2026-12-31' })).toEqual([
      { period: '2026-11-30', body: 'b again' },
      { period: '2026-12-01', body: 'c' },
    ])
    expect(await store.summaries('shop', { from: '2026-01', to: '2026-11' })).toEqual([
      { period: '2026-11', body: 'month' },
    ])
    expect(await store.summaries('shop', { from: '2027-01', to: '2027-11' })).toEqual([])
  })

  it('keeps a summary of the largest size', async () => {
    const { store } = underTest()
    const body = 'x'.repeat(MAX_SUMMARY_BYTES)
    await store.putSummary('shop', { period: '2026-11', body })
    expect(await store.summaries('shop', { from: '2026-11', to: '2026-11' })).toEqual([{ period: '2026-11', body }])
  })
}

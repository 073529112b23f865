import { expect, it } from 'vitest'
import type { StoredAgent } from '../../lib/ports/agents.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { START, seconds } from '../support/clock.ts'
import { agentPauses, agentResumes, agentSays, userAsksForPerson } from '../support/commands.ts'
import { anAddress, ana, ben, maria } from '../support/people.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const idOf = ({ id = '' }: Actor) => id
const ref = { botId: 'shop', agentId: idOf(ana) }
const sign = {
  ...ref,
  name: 'Ana',
  roles: ['shop:agent'],
  seenUntil: START + seconds(90),
  goneAt: START + seconds(200),
}
const CLAIMS = 1_000
const CAPACITY = 5

export function agentPromises(underTest: () => UnderTest): void {
  const loads = async () => {
    const all = await underTest().store.agents('shop')
    const of = (agent: Actor) => all.find(({ agentId }) => agentId === agent.id)?.load
    return { ana: of(ana), ben: of(ben) }
  }

  it('returns nothing for an agent who was never seen', async () => {
    const { store } = underTest()
    expect(await store.agent(ref)).toBeUndefined()
    expect(await store.agents('shop')).toEqual([])
    expect(await store.changePresence(ref, 0, { seenUntil: 1 })).toBe(false)
    expect(await store.goneAgents(START, 10)).toEqual([])
  })

  it('keeps who an agent is, and until when they are seen', async () => {
    const { store } = underTest()
    const seen: StoredAgent = { ...sign, away: false, load: 0 }
    await store.seeAgent(sign)
    expect(await store.agent(ref)).toEqual(seen)

    const { name: _name, goneAt: _goneAt, ...without } = sign
    await store.seeAgent({ ...without, roles: [], seenUntil: START + seconds(300) })
    expect(await store.agent(ref)).toEqual({ ...ref, roles: [], seenUntil: START + seconds(300), away: false, load: 0 })
  })

  it('keeps that an agent is away, whenever they are seen', async () => {
    const { store } = underTest()
    await store.setAway(ref, true)
    await store.seeAgent(sign)
    expect(await store.agent(ref)).toMatchObject({ away: true, name: 'Ana' })
    await store.setAway(ref, false)
    expect(await store.agent(ref)).toEqual({ ...sign, away: false, load: 0 })
  })

  it('ends a presence only if no newer sign of life came', async () => {
    const { store } = underTest()
    await store.seeAgent(sign)
    const over = { seenUntil: START, goneAt: START + seconds(60) }
    expect(await store.changePresence(ref, START + seconds(1), over)).toBe(false)
    expect(await store.agent(ref)).toMatchObject({ seenUntil: sign.seenUntil })
    expect(await store.changePresence(ref, sign.seenUntil, over)).toBe(true)
    expect(await store.agent(ref)).toMatchObject(over)
    expect(await store.changePresence(ref, START, { seenUntil: START })).toBe(true)
    expect(await store.agent(ref)).not.toHaveProperty('goneAt')
  })

  it("lists a bot's agents, and no others, whatever their ids", async () => {
    const { store } = underTest()
    const ids = ['ana', 'auth0|5f7c8ec7', 'Ana#1/é%2F', ' ', 'a'.repeat(255)]
    for (const agentId of ids) await store.seeAgent({ ...sign, agentId })
    await store.seeAgent({ ...sign, botId: 'bank', agentId: 'of another bot' })
    const found = await store.agents('shop')
    expect(found.map(({ agentId }) => agentId).sort()).toEqual(ids.toSorted())
    expect(found.every(({ botId }) => botId === 'shop')).toBe(true)
  })

  it('finds the agents whose conversations go back, until they are settled', async () => {
    const { store } = underTest()
    for (const [index, agentId] of ['ana', 'ben', 'eva'].entries()) {
      await store.seeAgent({ ...sign, agentId, goneAt: START + seconds(index) })
    }
    const gone = async (now: number, limit = 10) =>
      (await store.goneAgents(now, limit)).map(({ agentId }) => agentId).sort()
    await eventually(async () => expect(await gone(START + seconds(1))).toEqual(['ana', 'ben']))
    expect(await gone(START - 1)).toEqual([])
    expect(await gone(START + seconds(5), 2)).toHaveLength(2)
    await store.changePresence({ botId: 'shop', agentId: 'ana' }, sign.seenUntil, { seenUntil: sign.seenUntil })
    await eventually(async () => expect(await gone(START + seconds(9))).toEqual(['ben', 'eva']))
  })

  it('counts the conversations of each agent with the commits that give and take them', async () => {
    const { store, world } = underTest()
    const jonas = anAddress({ userId: 'jonas' })
    await store.seeAgent(sign)
    await world.does(maria, agentPauses())
    await world.does(jonas, userAsksForPerson())
    world.clock.advance(seconds(3))
    await world.does(jonas, agentSays('I am here'))
    expect(await store.agent(ref)).toEqual({ ...sign, away: false, load: 2, lastAssignedAt: world.clock.now() })

    await world.does(jonas, { verb: 'transfer', by: ana, to: ben, ofOthers: false })
    expect(await loads()).toEqual({ ana: 1, ben: 1 })
    await world.does(jonas, { verb: 'transfer', by: ben, ofOthers: false })
    await world.does(maria, agentResumes())
    expect(await loads()).toEqual({ ana: 0, ben: 0 })
  })

  it('counts nothing for a commit that another one preceded', async () => {
    const { store, world } = underTest()
    await world.does(maria, userAsksForPerson())
    const late = await world.decides(maria, { verb: 'claim', by: ana })
    await world.does(maria, { verb: 'claim', by: ben })
    expect(await store.commit(late.loaded.version, late.decision)).toBe(false)
    expect(await loads()).toEqual({ ben: 1 })
  })

  it('writes nothing of a commit that would give its agent more than their capacity', async () => {
    const { store, world } = underTest()
    const jonas = anAddress({ userId: 'jonas' })
    for (const who of [maria, jonas]) await world.does(who, userAsksForPerson())
    const room = { load: 0, capacity: 1 }
    const [one, two] = [
      await world.decides(maria, { verb: 'claim', by: ana, room }),
      await world.decides(jonas, { verb: 'claim', by: ana, room }),
    ]
    expect(await store.commit(one.loaded.version, one.decision)).toBe(true)
    expect(await store.commit(two.loaded.version, two.decision)).toBe(false)
    expect((await world.load(jonas)).session).toEqual(two.loaded.session)
    expect(await world.log(jonas)).toHaveLength(1)
    expect(await loads()).toEqual({ ana: 1 })
  })

  it(`gives an agent ${CAPACITY} of ${CLAIMS} conversations that they claim at once, and tells why not more`, {
    timeout: 240_000,
  }, async () => {
    const { store, world } = underTest()
    const places = Array.from({ length: CLAIMS }, (_, n) => anAddress({ userId: `user-${n}` }))
    for (let at = 0; at < CLAIMS; at += 50) {
      await Promise.all(places.slice(at, at + 50).map(who => world.does(who, userAsksForPerson())))
    }
    const claims = places.map(async who => {
      try {
        await world.doesWithin(CAPACITY, who, { verb: 'claim', by: ana })
        return 'claimed'
      } catch (error) {
        if (!(error instanceof InterludeError)) throw error
        return error.code === 'agent.at_capacity' ? error.room : error.code
      }
    })
    const fates = await Promise.all(claims)
    expect(fates.filter(fate => fate === 'claimed')).toHaveLength(CAPACITY)
    const full = { load: CAPACITY, capacity: CAPACITY }
    expect(fates.filter(fate => fate !== 'claimed')).toEqual(Array.from({ length: CLAIMS - CAPACITY }, () => full))
    expect(await loads()).toEqual({ ana: CAPACITY })
    await eventually(async () => {
      expect(await store.count({ botId: 'shop', status: 'assigned', agentId: idOf(ana), most: 100 })).toBe(CAPACITY)
    })
  })

  it('gives an agent no more than their capacity, whichever way conversations come at once', async () => {
    const { world } = underTest()
    const places = Array.from({ length: 24 }, (_, n) => anAddress({ userId: `user-${n}` }))
    for (const who of places.slice(0, 18)) await world.does(who, userAsksForPerson())
    const done = await Promise.allSettled(
      places.map((who, n) => {
        if (n >= 18) return world.doesWithin(3, who, agentPauses())
        if (n % 3 === 0) return world.doesWithin(3, who, { verb: 'claim', by: ana })
        if (n % 3 === 1) return world.doesWithin(3, who, agentSays('I am here'))
        return world.doesWithin(3, who, { verb: 'transfer', by: ben, to: ana, ofOthers: false })
      }),
    )
    const refused = done.filter(({ status }) => status === 'rejected')
    expect(refused.map(each => each.status === 'rejected' && (each.reason as InterludeError).code)).toEqual(
      refused.map(() => 'agent.at_capacity'),
    )
    expect(await loads()).toEqual({ ana: 3 })
    // A pause silences the bot, also if the agent who pauses is full.
    for (const who of places.slice(18)) {
      expect((await world.load(who)).session.control).toMatchObject({ holder: 'human' })
    }
  })
}

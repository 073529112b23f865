import { expect, it } from 'vitest'
import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { defaultPolicy as policy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentPauses, agentResumes, userAsksForPerson, userRates, userResumes } from '../support/commands.ts'
import { ana, ben, maria } from '../support/people.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const AGENTS = 1_000
const ROUNDS = 20

/** Returns the result of a command that competes with others: its outcome, or the code of the refusal and the holder. */
async function fate(command: Promise<{ outcome: object | null }>) {
  try {
    return { done: (await command).outcome }
  } catch (error) {
    if (error instanceof InterludeError) return { refused: error.code, ...error.holder }
    throw error
  }
}

const kindsOf = (log: readonly Entry[]) => log.map(({ kind }) => kind)

export function handoffPromises(underTest: () => UnderTest): void {
  it(`gives a conversation to one of ${AGENTS} agents who claim it at once, and tells the others who has it`, {
    timeout: 120_000,
  }, async () => {
    const { world } = underTest()
    await world.does(maria, userAsksForPerson())
    const agents = Array.from({ length: AGENTS }, (_, n): Actor => ({ type: 'agent', id: `agent-${n}`, name: `A${n}` }))
    const fates = await Promise.all(agents.map(by => fate(world.does(maria, { verb: 'claim', by, id: `${by.id}-c` }))))

    const winner = agents[fates.findIndex(each => 'done' in each)]
    expect(fates.filter(each => 'done' in each)).toEqual([{ done: { isPaused: true, changed: true, seq: 2 } }])
    const refused = { refused: 'handoff.already_claimed', holder: 'human', agent: winner }
    expect(fates.filter(each => 'refused' in each)).toEqual(Array.from({ length: AGENTS - 1 }, () => refused))
    expect(kindsOf(await world.log(maria))).toEqual(['paused', 'assigned'])
  })

  it('lets a claim come before the end of the episode, or refuses it', { timeout: 120_000 }, async () => {
    const { world } = underTest()
    for (let round = 0; round < ROUNDS; round++) {
      const who = { ...maria, userId: `cancels-${round}` }
      await world.does(who, userAsksForPerson())
      const [claimed] = await Promise.all([
        fate(world.does(who, { verb: 'claim', by: ana, id: 'c' })),
        world.does(who, userResumes()),
      ])
      const isFirst = 'done' in claimed
      if (!isFirst) expect(claimed).toEqual({ refused: 'handoff.not_open', holder: 'bot' })
      expect(kindsOf(await world.log(who))).toEqual(isFirst ? ['paused', 'assigned', 'resumed'] : ['paused', 'resumed'])
    }
  })

  it('refuses a claim at the time at which nobody has come, and ends the episode once', async () => {
    const { world } = underTest()
    await world.does(maria, userAsksForPerson())
    world.clock.advance(policy.giveUpMs)
    const [claimed] = await Promise.all([
      fate(world.does(maria, { verb: 'claim', by: ana, id: 'c' })),
      world.does(maria, { verb: 'tick' }),
      world.does(maria, { verb: 'tick' }),
    ])
    expect(claimed).toEqual({ refused: 'handoff.not_open', holder: 'bot' })
    await world.does(maria, { verb: 'tick' })
    expect(kindsOf(await world.log(maria))).toEqual(['paused', 'resumed', 'message'])
  })

  it('takes one of several ratings at once, and keeps it in the record of the episode and in the list', async () => {
    const { world, store } = underTest()
    await world.does(maria, agentPauses())
    await world.does(maria, agentResumes({ outcome: 'resolved', comment: 'parcel found' }))
    const [before] = await store.episodes(sessionId(maria), { after: 0, limit: 1 })
    const stars = [1, 2, 3, 4, 5]
    const fates = await Promise.all(stars.map(each => fate(world.does(maria, userRates(each, { comment: `${each}` })))))

    const given = stars[fates.findIndex(each => 'done' in each)]
    expect(fates.filter(each => 'refused' in each)).toEqual(stars.slice(1).map(() => ({ refused: 'rating.given' })))
    const rating = { seq: 3, at: world.clock.now(), stars: given, comment: `${given}` }
    expect(await store.episodes(sessionId(maria), { after: 0, limit: 1 })).toEqual([{ ...before, rating }])
    await eventually(async () => {
      const { items } = await store.handoffs({ botId: maria.botId, limit: 10 })
      expect(items).toMatchObject([
        { number: 1, session: sessionId(maria), ended: { comment: 'parcel found' }, rating },
      ])
    })
    expect(kindsOf(await world.log(maria))).toEqual(['paused', 'resumed', 'rated'])
  })

  it('wakes a snoozed conversation at its time, once', async () => {
    const { world, store } = underTest()
    await world.does(maria, agentPauses())
    const until = world.clock.now() + 2 * policy.idleMs
    await world.does(maria, { verb: 'snooze', by: ana, until })
    const { session } = await world.load(maria)
    expect(session.control).toMatchObject({ handoff: { agent: ana, snoozedUntil: 'deadline', deadline: until } })
    await eventually(async () => expect(await store.due(until, 10)).toEqual([session.id]))
    expect(await store.due(until - 1, 10)).toEqual([])

    world.clock.advance(2 * policy.idleMs)
    await Promise.all([world.does(maria, { verb: 'tick' }), world.does(maria, { verb: 'tick' })])
    expect(kindsOf(await world.log(maria))).toEqual(['paused', 'snoozed', 'woken'])
    expect((await world.load(maria)).session.control).not.toHaveProperty('handoff.snoozedUntil')
  })

  it('lets a transfer come before the end of the episode, or refuses it', { timeout: 120_000 }, async () => {
    const { world } = underTest()
    for (let round = 0; round < ROUNDS; round++) {
      const who = { ...maria, userId: `resolves-${round}` }
      await world.does(who, agentPauses())
      const [transferred] = await Promise.all([
        fate(world.does(who, { verb: 'transfer', by: ana, to: ben, id: 't', ofOthers: false })),
        world.does(who, agentResumes({ outcome: 'resolved' })),
      ])
      const isFirst = 'done' in transferred
      if (!isFirst) expect(transferred).toEqual({ refused: 'handoff.not_open', holder: 'bot' })
      const between = isFirst ? ['transferred'] : []
      expect(kindsOf(await world.log(who))).toEqual(['paused', ...between, 'resumed'])
    }
  })
}

import { expect, it } from 'vitest'
import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { defaultPolicy as policy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentApproves, agentPauses, agentSays, agentSupervises, botAnswers, userSays } from '../support/commands.ts'
import { ana, ben, maria } from '../support/people.ts'
import type { StoreWorld } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const AGENTS = 1_000
const ROUNDS = 20

/** Returns the result of a command that competes with others: its outcome, or the code and the facts of the refusal. */
async function fate(command: Promise<{ outcome: unknown }>) {
  try {
    return { done: (await command).outcome }
  } catch (error) {
    if (error instanceof InterludeError) return { refused: error.code, ...error.review }
    throw error
  }
}

const kindsOf = (log: readonly Entry[]) => log.map(({ kind }) => kind)
const toTheUser = (log: readonly Entry[]) => log.filter(entry => entry.kind === 'message' && entry.direction === 'out')

/** A reply of the supervised bot waits: the entry 3 answers the message 1. */
async function aProposal(world: StoreWorld, who = maria): Promise<void> {
  await world.does(who, userSays('where is it?', { id: 'm1' }))
  await world.does(who, agentSupervises())
  await world.does(who, botAnswers(1, 'on its way'))
}

export function reviewPromises(underTest: () => UnderTest): void {
  it(`lets one of ${AGENTS} simultaneous approvals, edits and answers decide, and tells the others who did and how`, {
    timeout: 120_000,
  }, async () => {
    const { world } = underTest()
    await aProposal(world)
    const agents = Array.from({ length: AGENTS }, (_, n): Actor => ({ type: 'agent', id: `agent-${n}`, name: `A${n}` }))
    const outcomes = ['sent', 'edited', 'answered'] as const
    const fates = await Promise.all(
      agents.map((by, n) => {
        const id = `${by.id}-d`
        if (n % 3 === 2) return fate(world.does(maria, agentSays('I look', { by, id, insteadOf: 3 })))
        const isEdited = n % 3 === 1
        const words = isEdited ? 'it is late' : 'on its way'
        return fate(world.does(maria, agentApproves(1, words, { by, id, edited: isEdited })))
      }),
    )

    const winner = fates.findIndex(each => 'done' in each)
    expect(fates.filter(each => 'done' in each)).toHaveLength(1)
    const refused = { refused: 'review.closed', outcome: outcomes[winner % 3], by: agents[winner] }
    expect(fates.filter(each => 'refused' in each)).toEqual(Array.from({ length: AGENTS - 1 }, () => refused))
    const log = await world.log(maria)
    expect(kindsOf(log)).toEqual(['message', 'supervised', 'proposed', 'message', 'reviewed'])
    expect(toTheUser(log)).toHaveLength(1)
  })

  it('lets an approval come before a pause, or refuses it', { timeout: 120_000 }, async () => {
    const { world } = underTest()
    for (let round = 0; round < ROUNDS; round++) {
      const who = { ...maria, userId: `paused-${round}` }
      await aProposal(world, who)
      const [approved] = await Promise.all([
        fate(world.does(who, agentApproves(1, 'on its way', { id: 'a' }))),
        world.does(who, agentPauses({ by: ben })),
      ])
      const isFirst = 'done' in approved
      if (!isFirst) expect(approved).toEqual({ refused: 'review.closed', outcome: 'withheld', by: ben })
      expect(kindsOf(await world.log(who)).slice(3)).toEqual(isFirst ? ['message', 'reviewed', 'paused'] : ['paused'])
    }
  })

  it('refuses an approval at the deadline, and gives the conversation to people once', async () => {
    const { world } = underTest()
    await aProposal(world)
    world.clock.advance(policy.reviewMs)
    const [approved] = await Promise.all([
      fate(world.does(maria, agentApproves(1, 'on its way'))),
      world.does(maria, { verb: 'tick' }),
      world.does(maria, { verb: 'tick' }),
    ])
    expect(approved).toMatchObject({ refused: 'review.closed', outcome: 'withheld', by: { type: 'system' } })
    const log = await world.log(maria)
    expect(kindsOf(log)).toEqual(['message', 'supervised', 'proposed', 'paused'])
    expect(toTheUser(log)).toEqual([])
  })

  it('lists a supervised conversation, and lets it wait while a reply does', async () => {
    const { store, world } = underTest()
    await aProposal(world)
    const listed = async (status: 'paused' | 'pending') =>
      (await store.list({ botId: 'shop', status, limit: 9 })).items.map(({ id }) => id)
    expect([await listed('paused'), await listed('pending')]).toEqual([[sessionId(maria)], [sessionId(maria)]])
    await world.does(maria, agentApproves(3, 'on its way', { by: ana }))
    expect([await listed('paused'), await listed('pending')]).toEqual([[sessionId(maria)], []])
    await world.does(maria, { verb: 'unpause', by: ana })
    expect([await listed('paused'), await listed('pending')]).toEqual([[], []])
  })

  it('restores what waits, and what was decided', async () => {
    const { store, world } = underTest()
    await aProposal(world)
    const { decision } = await world.does(maria, agentApproves(1, 'later', { edited: true }))
    expect((await store.load(sessionId(maria)))?.session).toEqual(decision.session)
    await world.does(maria, userSays('and now?', { id: 'm2' }))
    const { decision: again } = await world.does(maria, botAnswers(6, 'soon'))
    expect((await store.load(sessionId(maria)))?.session).toEqual(again.session)
  })
}

import { expect, it } from 'vitest'
import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { defaultPolicy as policy } from '../../lib/session/policy.ts'
import { agentPauses, agentResumes, userAsksForPerson, userResumes } from '../support/commands.ts'
import { ana, ben, maria } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

const AGENTS = 1_000
const ROUNDS = 20

/** What became of a command that competed with others: carried out, or refused with a code and the holder. */
async function fate(command: Promise<{ outcome: { changed?: boolean } | null }>) {
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

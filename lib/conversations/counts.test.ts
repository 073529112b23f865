import { describe, expect, it } from 'vitest'
import { runClock } from '../../functions/clock/clock.ts'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { agentPauses, userSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import type { Count } from '../ports/system.ts'
import { execute } from './execute.ts'

/** Collects counts. The returned function returns those since its last call. */
function counted(world: AppWorld): () => Count[] {
  const counts: Count[] = []
  Object.assign(world.app, { metrics: { count: (name: Count) => counts.push(name) } })
  return () => counts.splice(0)
}

async function later(world: AppWorld, ms: number): Promise<void> {
  world.app.clock.advance(ms)
  await runClock(world.app, world.app.clock.now() + minutes(1))
}

describe('the counted metrics', () => {
  it('include a failing bot once, and nothing for the same message sent again', async () => {
    const world = await appWorld()
    const counts = counted(world)
    world.outsideAnswers({ status: 'retry', reason: 'answered 500' })
    await world.userSays(maria, 'hello', { id: 'm1' })
    await world.userSays(maria, 'hello', { id: 'm1' })
    expect(counts()).toEqual(['BotFailures'])
  })

  it('include a gated bot that did not answer in time', async () => {
    const world = await appWorld({ mode: 'gate' })
    const counts = counted(world)
    await world.userSays(maria, 'hello')
    await later(world, minutes(10))
    expect(counts()).toContain('BotFailures')
  })

  it('exclude a pause that only names the trigger bot_failed', async () => {
    const world = await appWorld()
    const counts = counted(world)
    await execute(world.app, maria, agentPauses({ trigger: 'bot_failed' }))
    expect(counts()).toEqual([])
  })

  it('include a handoff: the first alert, each reminder, and that no agent came', async () => {
    const world = await appWorld()
    const counts = counted(world)
    await world.userSays(maria, 'hello')
    await world.userAsksForPerson(maria)
    expect(counts()).toEqual([])
    await world.dispatched()
    expect(counts()).toEqual(['HandoffsRequested'])
    await later(world, world.app.policy.realertMs)
    expect(counts()).toEqual(['HandoffsWaiting'])
    await later(world, minutes(24 * 60))
    expect(counts()).toEqual(['HandoffsGivenUp'])
  })

  it('exclude a conversation that ended because it was idle', async () => {
    const world = await appWorld()
    const counts = counted(world)
    await world.userSays(maria, 'hello')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'solved')
    await later(world, world.app.policy.idleMs + minutes(1))
    expect(await world.kinds(maria)).toContain('resumed')
    expect(counts()).toEqual([])
  })

  it('include a failed alert, and take the one sent later as the first', async () => {
    const world = await appWorld()
    const counts = counted(world)
    await world.userAsksForPerson(maria)
    world.app.alertsFail = true
    await world.dispatched()
    expect(counts()).toEqual(['AlertsFailed'])
    world.app.alertsFail = false
    await later(world, world.app.policy.alertCheckMs)
    expect(counts()).toEqual(['HandoffsRequested'])
  })

  it('include a message that is given up, and not its retries', async () => {
    const world = await appWorld({ channels: { web: webhookChannel } })
    const counts = counted(world)
    await world.userSays(maria, 'hello')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'hi')
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await world.dispatched()
    expect(counts()).toEqual([])
    for (const retryMs of world.app.policy.retryMs) await later(world, retryMs + seconds(1))
    expect(counts()).toEqual(['DeliveriesFailed'])
  })

  it('include only what was committed: a command that loses races counts once, when it wins', async () => {
    const world = await appWorld()
    const counts = counted(world)
    await execute(world.app, jonas, userSays('hello'))
    const { commit } = world.app.store
    let lost = 0
    const store = Object.assign(Object.create(world.app.store) as typeof world.app.store, {
      commit: async (...args: Parameters<typeof commit>) =>
        lost++ < 2 ? false : await commit.apply(world.app.store, args),
    })
    await execute({ ...world.app, store }, jonas, { verb: 'fail', of: 1, attempt: 1, reason: 'silence' })
    expect(lost).toBe(3)
    expect(counts()).toEqual(['BotFailures'])
  })
})

import { describe, expect, it } from 'vitest'
import { runClock } from '../../functions/clock/clock.ts'
import { dispatch } from '../../functions/dispatch/dispatch.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { maria } from '../../test/support/people.ts'
import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import type { BotConfig } from '../protocol/config.ts'

const handoffs = {
  claimWithinSeconds: 600,
  alerts: [{ afterSeconds: 0 }, { afterSeconds: 60, priority: 'high' }, { afterSeconds: 300, priority: 'urgent' }],
  queues: { sales: { alerts: [{ afterSeconds: 30, priority: 'low' }], claimWithinSeconds: 120 } },
} as const satisfies BotConfig['handoffs']

const asksFor = (queue?: string) =>
  ({ verb: 'pause', by: { type: 'user' }, trigger: 'user', ...(queue && { queue }) }) as const

/** Lets time pass, and runs the clock every five seconds. */
async function pass(world: AppWorld, ms: number, app: App = world.app): Promise<void> {
  const { clock } = world.app
  for (const end = clock.now() + ms; clock.now() < end; clock.advance(Math.min(seconds(5), end - clock.now()))) {
    await runClock(app, clock.now() + minutes(1))
    await world.dispatched()
  }
}

const stepsOf = ({ app }: AppWorld) =>
  app.notices.map(({ attributes: { event, step, priority, queue } }) => ({ event, step, priority, queue }))

describe('the steps of the alerts', () => {
  it('are each published once at their time, with the attributes for filters, until the wait is over', async () => {
    const world = await appWorld({ mode: 'gate', handoffs })
    await world.userAsksForPerson(maria)
    await world.dispatched()
    await pass(world, seconds(55))
    expect(world.app.notices).toHaveLength(1)
    await pass(world, minutes(11))
    expect(stepsOf(world)).toEqual([
      { event: 'handoff.requested', step: '1', priority: 'normal', queue: '-' },
      { event: 'handoff.reminder', step: '2', priority: 'high', queue: '-' },
      { event: 'handoff.reminder', step: '3', priority: 'urgent', queue: '-' },
    ])
    expect((await world.log(maria)).slice(-2)).toMatchObject([{ kind: 'resumed', outcome: 'expired' }, {}])
  })

  it('are those of the queue, and keep the priority of the conversation if it is higher', async () => {
    const world = await appWorld({ mode: 'gate', handoffs })
    await execute(world.app, maria, { ...asksFor('sales'), priority: 'high' })
    await world.dispatched()
    expect(world.app.notices).toEqual([])
    await pass(world, seconds(125))
    expect(stepsOf(world)).toEqual([{ event: 'handoff.requested', step: '1', priority: 'high', queue: 'sales' }])
    expect(world.app.notices[0]?.email).toContain('Queue: sales')
    expect((await world.load(maria)).session.control.holder).toBe('bot')
  })

  it('are none while an agent has the conversation, and start again at step 1 with the next wait', async () => {
    const world = await appWorld({ mode: 'gate', handoffs })
    const ana = { type: 'agent', id: 'ana' } as const
    await world.userAsksForPerson(maria)
    await world.dispatched()
    await execute(world.app, maria, { verb: 'claim', by: ana })
    await pass(world, minutes(4))
    expect(world.app.notices).toHaveLength(1)
    await execute(world.app, maria, { verb: 'transfer', by: ana, queue: 'sales', ofOthers: false })
    await pass(world, seconds(40))
    expect(stepsOf(world).slice(1)).toEqual([
      { event: 'handoff.requested', step: '1', priority: 'normal', queue: 'sales' },
    ])
  })
})

/** An application whose process dies at its `n`-th call to the store or to SNS: that one and all later ones fail. */
function dyingAt(app: App, n: number, place: 'before' | 'after'): { app: App; calls: () => number } {
  let calls = 0
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown
        if (typeof member !== 'function') return member
        return async (...args: unknown[]) => {
          const call = calls++
          if (call > n || (call === n && place === 'before')) throw new Error('killed')
          const answer: unknown = await member.apply(target, args)
          if (call === n) throw new Error('killed')
          return answer
        }
      },
    })
  return { app: { ...app, store: mortal(app.store), notifier: mortal(app.notifier) }, calls: () => calls }
}

describe.each(['before', 'after'] as const)('a process that is killed %s any of its calls', place => {
  it('alerts of each wait, and publishes no later step twice', async () => {
    const twice: number[] = []
    let kills = 0
    for (let n = 0; ; n++) {
      const world = await appWorld({ mode: 'gate', handoffs })
      await world.userAsksForPerson(maria)
      // The dispatcher dies at a call, and another one gets the same records.
      const dying = dyingAt(world.app, n, place)
      await dispatch(dying.app, await world.records()).catch(() => undefined)
      if (dying.calls() <= n) break
      kills++
      await world.dispatched()
      await pass(world, minutes(11))
      const steps = stepsOf(world).map(({ step }) => Number(step))
      const [first, ...later] = [...new Set(steps)]
      expect([first, ...later], `kill at call ${n}`).toEqual([1, 2, 3])
      if (steps.length > 3) twice.push(n)
      expect(
        steps.filter(step => step > 1),
        `kill at call ${n}`,
      ).toEqual([2, 3])
      expect((await world.load(maria)).session.control.holder, `kill at call ${n}`).toBe('bot')
    }
    expect(kills).toBeGreaterThan(5)
    // The first alert comes twice if the process dies between its publication and the record of it.
    expect(twice.length).toBeLessThanOrEqual(3)
  })
})

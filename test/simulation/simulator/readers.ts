import type { FeedRecord } from '../../../functions/dispatch/dispatch.ts'
import type { Random } from './random.ts'
import { invoke, type SimulatedWorld } from './simulated-world.ts'

const MAX_TRIES = 10
const AGAIN_MS = [10, 200, 1_000, 10_000]

/**
 * Reads the feed as an event source does: batches in order, resumed at the first failure; some arrive twice, and late.
 */
export function startReader(world: SimulatedWorld, name: string, random: Random): void {
  const { scheduler, engine, network, modules, listeners } = world
  let after: string | undefined
  let isBusy = false
  let isWoken = false
  const lag = random.pick([0, 5, 50, 3_000])

  const wake = () => {
    if (isBusy || isWoken) return
    isWoken = true
    scheduler.after((network.calm ? 0 : lag) + network.delay(random), `${name} wakes`, random, () => {
      isWoken = false
      isBusy = true
      void scheduler.whole(engine.feed.read(random.pick([1, 3, 10, 100]), after)).then(records => {
        if (records.length > 0) return serve(records, 1)
        isBusy = false
      })
    })
  }
  const move = (position: string) => {
    after = position
    isBusy = false
    wake()
  }
  const serve = (records: readonly FeedRecord[], tries: number) => {
    const upTo = records.at(-1)?.position ?? ''
    const at = random.fork(`batch ${upTo} ${tries}`)
    const again = (rest: readonly FeedRecord[]) => {
      const isOver = tries >= MAX_TRIES
      if (isOver) scheduler.tell(`${name} gives ${rest.length} records up`)
      if (isOver) move(upTo)
      else scheduler.after(at.pick(AGAIN_MS), `${name} again`, at, () => serve(rest, tries + 1))
    }
    const work = (label: string, way: Random, ended: (failed: readonly string[] | undefined) => void) =>
      invoke(
        world,
        'dispatch',
        label,
        way,
        app => modules.dispatch.dispatch(app, records),
        how => ended('value' in how ? how.value : undefined),
      )
    const positions = records.map(({ position }) => position).join(' ')
    work(`${name} (${positions}${tries > 1 ? `, try ${tries}` : ''})`, at, failed => {
      if (!failed) return again(records)
      const first = records.findIndex(({ position }) => failed.includes(position))
      if (first === -1) move(upTo)
      else again(records.slice(first))
    })
    if (at.chance(network.faults.batchTwice)) {
      const late = at.fork('twice')
      scheduler.after(late.pick([0, 30, 2_000, 30_000]), 'a batch comes twice', late, () =>
        work(`${name} (${positions}, twice)`, late, () => {}),
      )
    }
  }
  listeners.push(wake)
}

/** One run of the clock function. */
export function tick(world: SimulatedWorld, random: Random): void {
  const { runClock } = world.modules.clock
  const { calm } = world.network
  invoke(
    world,
    'clock',
    'the clock',
    random,
    app => runClock(app, app.clock.now() + 20_000),
    how => {
      if ('error' in how && calm) world.record.complain(`the clock fails: ${String(how.error)}`)
    },
  )
}

/** Runs the clock function regularly until `untilMs`. */
export function startClock(world: SimulatedWorld, random: Random, untilMs: number): void {
  const { scheduler, plan } = world
  let ticks = 0
  const next = () => {
    if (scheduler.now > untilMs) return
    tick(world, random.fork(`tick ${++ticks}`))
    scheduler.after(plan.clockEveryMs, 'the clock strikes', random, next)
  }
  scheduler.after(plan.clockEveryMs, 'the clock strikes', random, next)
}

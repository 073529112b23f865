import type { ChangeFeed } from '../../../lib/ports/feed.ts'
import type { Invocation } from './machines.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const RESTART_MS = 1_000

/** The feed as one machine serves it (`local/feed-loop.ts`): one loop in its process; when that dies, another begins with what was not acknowledged. */
export function startLoop(world: World, random: Random, generation = 1): void {
  const { machines, scheduler, modules } = world
  const again = () =>
    scheduler.after(RESTART_MS, 'the loop begins anew', random, () => startLoop(world, random, generation + 1))
  const at = random.fork(`${generation}`)
  machines.reside(
    'dispatch',
    'the feed loop',
    at,
    (app, by) => {
      const feed = feedOf(world, by, at)
      withoutTimers(world, at, () => modules.feedLoop.feedLoop(app, feed))
    },
    again,
  )
}

function feedOf({ network, engine, scheduler, listeners }: World, by: Invocation, random: Random): ChangeFeed {
  let unread = true
  let wake = () => {}
  listeners.push(() => {
    unread = true
    wake()
  })
  const way = () => {
    const fate = !network.calm && random.chance(0.01) ? ('before' as const) : ('done' as const)
    return { there: 0, back: random.between(0, 1), fate, error: () => new Error('the feed cannot be read') }
  }
  return {
    read: (limit, after) =>
      network.call(
        by,
        'feed.read',
        () => {
          unread = false
          return engine.feed.read(limit, after)
        },
        way(),
      ),
    acknowledge: position => network.call(by, 'feed.acknowledge', () => engine.feed.acknowledge(position), way()),
    wait: ms =>
      new Promise(resolve => {
        const goOn = () => scheduler.after(0, 'the loop wakes', random, () => !by.gone && resolve())
        wake = goOn
        // In the calm nothing comes by itself: only a commit, or work under way, has it look again.
        if (unread) goOn()
        else if (!network.calm || ms < SHORT_MS)
          scheduler.after(ms, 'the loop looks', random, () => !by.gone && resolve())
      }),
  }
}

const SHORT_MS = 100

/** The loop's window is a timer of the real clock: here it is the scheduler's, and turns after commits alone. */
function withoutTimers({ scheduler, listeners }: World, random: Random, start: () => void): void {
  const { setInterval: real } = globalThis
  const fake = (turn: () => void, ms: number) => {
    let isSet = false
    listeners.push(() => {
      if (isSet) return
      isSet = true
      scheduler.after(ms, 'the window', random, () => {
        isSet = false
        turn()
      })
    })
    return {}
  }
  globalThis.setInterval = fake as unknown as typeof setInterval
  try {
    start()
  } finally {
    globalThis.setInterval = real
  }
}

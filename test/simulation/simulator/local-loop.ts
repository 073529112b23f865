import type { ChangeFeed } from '../../../lib/ports/feed.ts'
import type { Invocation } from './machines.ts'
import type { Random } from './random.ts'
import type { SimulatedWorld } from './simulated-world.ts'

const RESTART_MS = 1_000

/**
 * The feed as one machine serves it (`local/feed-loop.ts`): a loop in its process. If that dies, another begins with
 * the unacknowledged changes.
 */
export function startLoop(world: SimulatedWorld, random: Random, generation = 1): void {
  const { machines, scheduler, modules } = world
  const again = () =>
    scheduler.after(RESTART_MS, 'the loop restarts', random, () => startLoop(world, random, generation + 1))
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

function feedOf({ network, engine, scheduler, listeners }: SimulatedWorld, by: Invocation, random: Random): ChangeFeed {
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
        // In the calm, the loop reads again only after a commit or for work in progress.
        if (unread) goOn()
        else if (!network.calm || ms < SHORT_MS)
          scheduler.after(ms, 'the loop looks', random, () => !by.gone && resolve())
      }),
  }
}

const SHORT_MS = 100

/** The loop's window is a real timer. Here the scheduler runs it, and only after commits. */
function withoutTimers({ scheduler, listeners }: SimulatedWorld, random: Random, start: () => void): void {
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

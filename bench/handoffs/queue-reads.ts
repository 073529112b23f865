import { execute } from '../../lib/conversations/execute.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import { MAX_COUNT } from '../../lib/protocol/wire.ts'
import { FRONT } from '../../lib/session/position.ts'
import type { EngineName } from '../../local/options.ts'
import type { Figure } from '../report.ts'
import { median, timed } from '../stats.ts'
import type { HandoffWorld } from './world.ts'

const BOT = 'queued'
const QUEUE = 'main'
const PAGE = 100
const AT_ONCE = 64
const TIMES = 30
/** From this length on, a look at a queue may cost at most this much more: a page has its full size there. */
const LONG = 1_000
const STEADY = 1.1

/** Measures a page of a queue's list, and a place in the queue, at each of these lengths of the queue. */
export async function queueReads(
  world: HandoffWorld,
  engine: EngineName,
  lengths: readonly number[],
  say: (line: string) => void,
): Promise<Figure[]> {
  const { app } = world
  // Alerts would read the list, too, and the measure is about reads of agents.
  await world.putBot(BOT, { handoffs: { alerts: [], queues: { [QUEUE]: {} } } })
  const listed = { botId: BOT, status: 'pending', queue: QUEUE } as const
  const looks = {
    [`page of ${PAGE} of a queue`]: () => app.store.list({ ...listed, limit: PAGE }),
    'place of a newcomer': () => app.store.count({ ...listed, most: MAX_COUNT }),
    [`places of the first ${FRONT}`]: () => app.store.list({ ...listed, limit: FRONT }),
  }
  const figures: Figure[] = []
  const atLong = new Map<string, number>()
  let waiting = 0
  for (const length of lengths) {
    waiting = await fill(world, waiting, length)
    await quiet(world)
    say(`${engine}: ${length.toLocaleString('en')} wait in one queue`)
    for (const [what, look] of Object.entries(looks)) {
      const [readBefore, listedBefore] = [world.items()?.read ?? 0, world.listed()]
      const took = await timed(TIMES, look)
      const read = ((world.items()?.read ?? 0) - readBefore || world.listed() - listedBefore) / TIMES
      const base = atLong.get(what)
      if (length === LONG) atLong.set(what, read)
      figures.push({
        what: `${what}, ${length.toLocaleString('en')} wait (${median([...took]).toFixed(2)} ms)`,
        engine,
        value: read,
        unit: engine === 'sqlite' ? 'rows' : 'items read',
        ...(base !== undefined && {
          beside: { what: `at ${LONG}`, value: base },
          target: { atMost: STEADY },
          isRequired: true as const,
        }),
      })
    }
  }
  return figures
}

async function fill({ app }: HandoffWorld, from: number, to: number): Promise<number> {
  const added = Array.from({ length: to - from }, (_, index) => from + index)
  const [failure] = await inParallel(added, AT_ONCE, async index => {
    const who = { botId: BOT, channel: 'api', userId: `user-${index}` }
    await execute(app, who, { verb: 'pause', by: { type: 'user' }, trigger: 'user', queue: QUEUE })
  })
  if (failure) throw failure.error
  return to
}

/** Waits until the server has handled the changes: its reads would be counted, too. */
async function quiet(world: HandoffWorld): Promise<void> {
  const reads = () => world.listed() + (world.items()?.read ?? 0)
  for (let before = -1; before !== reads(); ) {
    before = reads()
    await world.app.clock.sleep(2_500)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { execute } from '../../lib/conversations/execute.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { loop } from '../../local/loops.ts'
import type { EngineName } from '../../local/options.ts'
import type { Figure } from '../report.ts'
import type { HandoffWorld } from './world.ts'

const BOT = 'rush'
const AGENTS = 50
const QUEUES = 50
/** The queues from which Interlude assigns. Agents take conversations from the others themselves, and here nobody does. */
const ASSIGNED_QUEUES = 25
const CAPACITY = 20
/** Longest time for all requests. */
const WITHIN_MS = 60_000
const AT_ONCE = 64
/** How often to look at the agents' loads. */
const LOOK_EVERY_MS = 500
/** After the last request, the alerts and the assignments go on for this long. */
const AFTER_MS = 20_000
/** Most writes a second to one item. DynamoDB refuses more than 1,000 units, and a write of a transaction takes two. */
const MOST_WRITES = 100

/** Opens handoffs at an even pace within a minute, and measures what a rush must not break. */
export async function rush(world: HandoffWorld, engine: EngineName, count: number, say: (line: string) => void) {
  const { app } = world
  await openBot(world)
  const begun = Date.now()
  let highest = 0
  const watching = loop(async () => {
    const agents = await app.store.agents(BOT)
    highest = Math.max(highest, ...agents.map(({ load }) => load))
    await sleep(LOOK_EVERY_MS)
  }, app)
  const opened = await openAll(world, count, begun)
  const openedMs = Date.now() - begun
  say(`${engine}: ${opened} handoffs in ${(openedMs / 1000).toFixed(1)} s`)
  await sleep(AFTER_MS)
  await watching.stop()
  return figuresOf(world, engine, { count, opened, openedMs, begun, highest })
}

async function openBot(world: HandoffWorld): Promise<void> {
  const assigned = { assignment: 'least_loaded', capacity: CAPACITY }
  const queues = Object.fromEntries(
    Array.from({ length: QUEUES }, (_, index) => [`queue-${index}`, index < ASSIGNED_QUEUES ? assigned : {}]),
  )
  await world.putBot(BOT, { handoffs: { queues } })
  const until = Date.now() + 24 * 3_600_000
  for (let index = 0; index < AGENTS; index++) {
    const agentId = `agent-${index}`
    const times = { seenUntil: until, goneAt: until }
    await world.app.store.seeAgent({ botId: BOT, agentId, name: agentId, roles: [`${BOT}:agent`], ...times })
  }
}

/** Asks for a person in `count` conversations, none of them before its turn. Returns how many were in time. */
async function openAll({ app }: HandoffWorld, count: number, begun: number): Promise<number> {
  // A machine that keeps the pace ends with some time to spare.
  const everyMs = (WITHIN_MS * 0.9) / count
  let next = 0
  let opened = 0
  const open = async () => {
    while (next < count && Date.now() < begun + WITHIN_MS) {
      const index = next++
      await sleep(Math.max(0, begun + index * everyMs - Date.now()))
      const who = { botId: BOT, channel: 'api', userId: `user-${index}` }
      const queue = `queue-${index % QUEUES}`
      await execute(app, who, { verb: 'pause', by: { type: 'user' }, trigger: 'user', queue })
      opened++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, open))
  return opened
}

interface Measured {
  readonly count: number
  readonly opened: number
  readonly openedMs: number
  readonly begun: number
  readonly highest: number
}

async function figuresOf(world: HandoffWorld, engine: EngineName, measured: Measured): Promise<Figure[]> {
  const { opened, openedMs, begun, highest } = measured
  const { published, app } = world
  const rushMs = Date.now() - begun
  const allowed = 1 + Math.floor(rushMs / defaultPolicy.alertGatherMs)
  const gaps = published.slice(1).map(({ at }, index) => at - (published[index]?.at ?? 0))
  const agents = await app.store.agents(BOT)
  const assigned = agents.reduce((sum, { load }) => sum + load, 0)
  const covered = new Set(published.flatMap(({ notice }) => notice.data.conversations as readonly string[]))
  const figure = (what: string, value: number, unit: string, more: Partial<Figure> = {}): Figure => ({
    what,
    engine,
    value,
    unit,
    ...more,
  })
  const atMost = (most: number) => ({ target: { atMost: most }, isRequired: true }) as const
  const items = world.items()
  return [
    figure('handoffs opened', opened, `in ${(openedMs / 1000).toFixed(1)} s`),
    figure(`notices in ${(rushMs / 1000).toFixed(0)} s`, published.length, 'notices', atMost(allowed)),
    // A notice goes out some time after its slot was taken, since it first counts the steps of all its conversations.
    figure('shortest time between two notices', Math.min(...gaps), 'ms'),
    figure('conversations that a notice named', covered.size, 'conversations'),
    figure('conversations that agents got', assigned, `of ${AGENTS * CAPACITY}`),
    figure('highest load of an agent', highest, 'conversations', atMost(CAPACITY)),
    ...(items
      ? [figure(`writes to one item (${items.hottest.item})`, items.hottest.writes, 'a second', atMost(MOST_WRITES))]
      : []),
  ]
}

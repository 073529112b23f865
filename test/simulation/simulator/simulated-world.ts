import type { App } from '../../../lib/app.ts'
import { openMemoryStore } from '../../../lib/memory/store.ts'
import type { ChangeFeed } from '../../../lib/ports/feed.ts'
import type { Store } from '../../../lib/ports/store.ts'
import type { Policy } from '../../../lib/session/policy.ts'
import type { Address } from '../../../lib/session/session.ts'
import { START } from '../../support/clock.ts'
import { type Ended, Machines } from './machines.ts'
import type { Modules } from './modules.ts'
import { Network } from './network.ts'
import { Outside } from './outside.ts'
import type { Plan, PoolName } from './plan.ts'
import { Random } from './random.ts'
import { Record } from './record.ts'
import { Scheduler } from './scheduler.ts'
import { Seat, Sockets } from './sockets.ts'

export type StoreName = 'memory' | 'sqlite'

/** The HTTP API ends a request after this time. */
export const REQUEST_LIMIT_MS = 29_000

/** All parts of a run. */
export interface SimulatedWorld {
  readonly plan: Plan
  readonly modules: Modules
  readonly scheduler: Scheduler
  readonly random: Random
  readonly record: Record
  readonly network: Network
  readonly machines: Machines
  readonly outside: Outside
  readonly sockets: Sockets
  readonly seats: readonly Seat[]
  readonly policy: Policy
  /** The engine itself; calls to it meet no faults. */
  readonly engine: { readonly store: Store; readonly feed: ChangeFeed }
  /** Called after every commit with entries. */
  readonly listeners: (() => void)[]
  addressOf(of: number): Address
  sessionOf(of: number): string
  close(): void
}

export async function openSimulatedWorld(plan: Plan, modules: Modules, engineName: StoreName): Promise<SimulatedWorld> {
  const random = new Random(plan.seed)
  const scheduler = new Scheduler(START, random)
  const record = new Record()
  record.capacity = plan.capacity
  const engine = openEngine(modules, engineName)
  const listeners: (() => void)[] = []
  const network = new Network(modules, scheduler, engine.store, record, plan, () => {
    for (const listener of listeners) listener()
  })
  const outside = new Outside(scheduler, record, plan.outages)
  outside.network = network
  const sockets = new Sockets(scheduler, record)
  sockets.network = network
  const policy = policyOf(plan, modules)
  const { skewMs, alone } = plan
  const machines = new Machines(
    { modules, scheduler, network, outside, record, sockets, policy, skewMs, alone },
    random,
  )
  const addresses = plan.conversations.map(
    ({ bot, channel, user }): Address => ({ botId: `bot${bot}`, channel, userId: user }),
  )
  const sessions = addresses.map(address => modules.session.sessionId(address))
  const world: SimulatedWorld = {
    plan,
    modules,
    scheduler,
    random,
    record,
    network,
    machines,
    outside,
    sockets,
    policy,
    engine,
    listeners,
    seats: plan.seats.map(
      seat => new Seat(seat, seat.as === 'agent' ? seat.name : `${plan.conversations[seat.of]?.user}'s widget`),
    ),
    addressOf: of => addresses[of] as Address,
    sessionOf: of => sessions[of] as string,
    close: engine.close,
  }
  for (const bot of plan.bots) await putBot(world, bot)
  return world
}

/** Runs a request on some machine, as the gateway does. */
export function invoke<T>(
  { machines }: SimulatedWorld,
  pool: PoolName,
  label: string,
  random: Random,
  work: (app: App) => Promise<T>,
  ended: (how: Ended<T>) => void,
): void {
  machines.invoke(pool, label, random, REQUEST_LIMIT_MS, work, ended)
}

function openEngine(modules: Modules, name: StoreName) {
  switch (name) {
    case 'memory': {
      const store = openMemoryStore()
      return { store, feed: store.feed, close: () => store.close() }
    }
    case 'sqlite': {
      const store = modules.sqlite.openSqliteStore({ path: ':memory:' })
      return { store, feed: store.feed, close: () => store.close() }
    }
    default:
      return name satisfies never
  }
}

function policyOf({ shortPolicy, capacity, reviewThen }: Plan, { policy: { defaultPolicy } }: Modules): Policy {
  const assignment = capacity === undefined ? {} : ({ assignment: 'least_loaded', capacity } as const)
  const policy = { ...defaultPolicy, ...assignment, reviewThen }
  if (!shortPolicy) return policy
  return {
    ...policy,
    turnGraceMs: 3_000,
    alertCheckMs: 5_000,
    realertMs: 15_000,
    alerts: [{ afterMs: 0 }, { afterMs: 15_000 }, { afterMs: 30_000 }],
    alertGatherMs: 3_000,
    giveUpMs: 40_000,
    idleMs: 30_000,
    deliveryCheckMs: 5_000,
    reviewMs: 10_000,
  }
}

async function putBot({ engine, scheduler }: SimulatedWorld, bot: Plan['bots'][number]): Promise<void> {
  const { id, mode, turns, timeoutMs, events = false } = bot
  const channel = { type: 'webhook', url: 'https://channel.example.test/', secret: 'whsec_' } as const
  const stored = engine.store.putBot(id, 0, {
    config: {
      version: 1,
      paused: false,
      mode,
      turns,
      connector: { type: 'http', url: 'https://bot.example.test/', secret: 'whsec_', timeoutMs },
      channels: { sms: { ...channel, replies: 'answer' }, chat: { ...channel, replies: 'deliver' } },
      ...(events && { events: { url: 'https://events.example.test/', secret: 'whsec_' } }),
      attributes: [],
      cards: [],
      tags: [],
      macros: [],
      replies: [],
      replyTrigger: '/',
      links: [],
    },
    userTokenSecret: 'a secret that signs tokens of end users',
    identitySecret: 'a secret of the host',
  })
  await scheduler.whole(stored)
}

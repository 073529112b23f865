import type { Hash } from '../hash.ts'
import { closes, connects, does, leaves, opens, pings, sends } from './at-sockets.ts'
import { judge } from './judge.ts'
import { lastWords } from './last-words.ts'
import { startLoop } from './local-loop.ts'
import type { Modules } from './modules.ts'
import { agentDoes, botSpeaksUp, gatedReplies, setBotWide, userSays } from './people.ts'
import type { Op, Plan } from './plan.ts'
import type { Random } from './random.ts'
import { startClock, startReader, tick } from './readers.ts'
import { openSimulatedWorld, type SimulatedWorld, type StoreName } from './simulated-world.ts'
import type { Seat } from './sockets.ts'

/** The result of a run. */
export interface Outcome {
  readonly complaints: readonly string[]
  readonly trace: Hash
  readonly steps: number
  readonly commits: number
  readonly story: readonly string[]
}

/** The maximum number of events once no new ones are planned. */
const MAX_STEPS = 400_000
/** In the calm, the clock runs this long after its last run. */
const LOOK_MS = 200
/** The maximum number of deadlines in the calm; more means that the run never comes to rest. */
const MAX_ROUNDS = 400

/** Runs a plan. The same plan over the same code gives the same run, event by event. */
export async function run(
  plan: Plan,
  modules: Modules,
  engine: StoreName,
  { story = false }: { readonly story?: boolean } = {},
): Promise<Outcome> {
  const world = await openSimulatedWorld(plan, modules, engine)
  const { scheduler, record } = world
  world.outside.onAcknowledged = ({ botId, session, seq, epoch }, random) =>
    gatedReplies(world, botId, { session: session.id, seq, epoch }, random)
  if (story) scheduler.story = []
  const { random: chance } = Math
  Math.random = () => scheduler.current.next()
  const unhandled = (error: unknown) => record.complain(`a rejection that nobody handles: ${String(error)}`)
  process.on('unhandledRejection', unhandled)
  try {
    const isOver = await carryOut(world)
    if (!isOver) record.complain('it never comes to rest')
    else judge(world)
  } catch (error) {
    record.complain(`the run breaks off: ${error instanceof Error ? error.stack : String(error)}`)
  } finally {
    Math.random = chance
    process.off('unhandledRejection', unhandled)
    world.close()
  }
  const commits = [...record.stories.values()].reduce((sum, each) => sum + each.commits.length, 0)
  const { trace, steps } = scheduler
  return { complaints: record.complaints, trace, steps, commits, story: scheduler.story ?? [] }
}

async function carryOut(world: SimulatedWorld): Promise<boolean> {
  const { scheduler, plan, random } = world
  const start = scheduler.now
  if (plan.alone) startLoop(world, random.fork('loop'))
  else {
    for (let index = 0; index < plan.readers; index++)
      startReader(world, `reader ${index + 1}`, random.fork(`reader ${index}`))
  }
  const last = plan.ops.at(-1)?.at ?? 0
  startClock(world, random.fork('clock'), start + last)
  for (const op of plan.ops) {
    const at = random.fork(`op ${op.id}`)
    scheduler.after(op.at, op.kind, at, () => begin(world, op, at))
  }
  await scheduler.run({ until: start + last, maxSteps: MAX_STEPS })
  return await calmDown(world)
}

function begin(world: SimulatedWorld, op: Op, random: Random): void {
  const seatOf = (seat: number) => world.seats[seat] as Seat
  switch (op.kind) {
    case 'user says':
      userSays(world, op, random)
      return
    case 'agent over REST':
      agentDoes(world, op, random)
      return
    case 'bot speaks up':
      botSpeaksUp(world, op, random)
      return
    case 'bot-wide':
      setBotWide(world, op, random)
      return
    case 'machine dies':
      world.machines.kill(op.pool, random)
      return
    case 'seat connects':
      connects(world, seatOf(op.seat), random)
      return
    case 'seat leaves':
    case 'seat is cut off':
      leaves(world, seatOf(op.seat), op.kind === 'seat is cut off', random)
      return
    case 'seat pings':
      pings(world, seatOf(op.seat), random)
      return
    case 'seat opens':
      opens(world, seatOf(op.seat), op, random)
      return
    case 'seat closes':
      closes(world, seatOf(op.seat), op, random)
      return
    case 'seat does':
      does(world, seatOf(op.seat), op, random)
      return
    case 'seat subscribes': {
      const seat = seatOf(op.seat)
      if (seat.plan.as === 'agent')
        sends(world, seat, { type: 'subscribe', id: `subscribe ${op.id}`, to: op.to }, random)
      return
    }
    default:
      op satisfies never
  }
}

/**
 * Faults end, and time jumps from deadline to deadline until none is left. Then all seats ping, and the last messages
 * follow.
 */
async function calmDown(world: SimulatedWorld): Promise<boolean> {
  const { scheduler, network } = world
  network.calm = true
  scheduler.tell('the world calms down')
  if (!(await untilNothingIsDue(world, 'calm'))) return false
  if (!(await allLook(world))) return false
  await lastWords(world)
  if (!(await untilNothingIsDue(world, 'end'))) return false
  await scheduler.whole(compareWithStore(world))
  return true
}

/**
 * Every seat pings repeatedly while that brings entries: one ping is answered with a bounded part of what is missing.
 */
async function allLook(world: SimulatedWorld): Promise<boolean> {
  const { scheduler, random, seats, record } = world
  const had = (seat: Seat) => Object.values(seat.cursors).reduce((sum, cursor) => sum + cursor, 0)
  const isBehind = (seat: Seat) =>
    Object.entries(seat.cursors).some(([id, cursor]) => cursor < (record.stories.get(id)?.stored.log.length ?? 0))
  let looking: readonly Seat[] = seats
  for (let look = 1; looking.length > 0; look++) {
    const before = new Map(looking.map(seat => [seat, had(seat)]))
    for (const seat of looking) {
      const at = random.fork(`last look ${seats.indexOf(seat)}${look > 1 ? `, ${look}` : ''}`)
      if (seat.connectionId === undefined) connects(world, seat, at)
      else pings(world, seat, at)
    }
    if (!(await scheduler.run({ maxSteps: MAX_STEPS }))) return false
    looking = looking.filter(seat => isBehind(seat) && had(seat) > (before.get(seat) ?? 0))
  }
  return true
}

async function untilNothingIsDue(world: SimulatedWorld, name: string): Promise<boolean> {
  const { scheduler, plan, random } = world
  for (let round = 0; ; ) {
    const due = nextDue(world)
    const strikesAt = due === undefined ? Number.POSITIVE_INFINITY : Math.max(scheduler.now, due + 2 * plan.skewMs + 1)
    const nextEvent = scheduler.next ?? Number.POSITIVE_INFINITY
    if (strikesAt === Number.POSITIVE_INFINITY && nextEvent === Number.POSITIVE_INFINITY) return true
    if (strikesAt <= nextEvent) {
      if (++round > MAX_ROUNDS) return await breaksOff(world)
      scheduler.now = strikesAt
      scheduler.tell('the clock strikes')
      tick(world, random.fork(`${name} tick ${round}`))
    }
    // Some time for the effects before the next run of the clock.
    const until = Math.min(strikesAt, nextEvent) + LOOK_MS
    if (!(await scheduler.run({ until, maxSteps: MAX_STEPS }))) return await breaksOff(world)
  }
}

/** The engine must have exactly the committed entries. */
async function compareWithStore({ record, engine }: SimulatedWorld): Promise<void> {
  for (const [id, { stored }] of record.stories) {
    const log = await engine.store.entries(id, { after: 0, limit: Number.MAX_SAFE_INTEGER })
    const kept = (await engine.store.load(id))?.session
    const same = JSON.stringify(log) === JSON.stringify(stored.log) && kept?.revision === stored.session.revision
    if (!same) record.complain(`${stored.session.userId}: the store has another log than was committed`)
  }
}

/** The first deadline of all conversations, from the domain and not from the store. */
function nextDue({ record, policy, modules }: SimulatedWorld): number | undefined {
  const all = [...record.stories.values()].flatMap(
    ({ stored: { session } }) => modules.deadlines.dueAt(session, policy) ?? [],
  )
  return all.length > 0 ? Math.min(...all) : undefined
}

/** The run never comes to rest: reports what is due and not served, from the domain and from the store. */
async function breaksOff({ record, policy, modules, engine, scheduler }: SimulatedWorld): Promise<false> {
  const served = await engine.store.due(scheduler.now, 1_000)
  for (const { stored } of record.stories.values()) {
    const due = modules.deadlines.dueAt(stored.session, policy)
    if (due === undefined) continue
    const known = served.includes(stored.session.id) ? 'knows' : 'does not know'
    scheduler.tell(`${stored.session.userId} is due since ${scheduler.now - due} ms; the store ${known}`)
  }
  return false
}

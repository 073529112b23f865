import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { EngineName } from '../../../local/options.ts'
import type { TestBot } from '../../e2e/client.ts'
import { seeded } from '../../e2e/random.ts'
import { WEBHOOK_SECRET } from '../../e2e/servers.ts'
import { agent } from './agents.ts'
import { atLast, type CrashingWorld, crashingWorld } from './crashing-world.ts'
import { type History, oksOf, type View } from './history.ts'
import { startOperators } from './operators-apart.ts'
import { now, Recorder } from './recorder.ts'
import { type Connection, httpUser, type Stage, socketUser } from './users.ts'

export interface RunOptions {
  readonly engine: EngineName
  /** How often everything is killed, at random moments. */
  readonly kills: number
  readonly seconds: number
  readonly seed: number
  /** Users of each kind. */
  readonly users?: number
  progress?(line: string): void
}

const BOT_TIMEOUT_MS = 700
/** At rest nothing is due within this time: longer than a URL is skipped, far shorter than a handoff waits. */
const NOTHING_WITHIN_MS = 45_000
/** The time within which open work comes to rest after the load: kills, and two times that a URL is skipped. */
const REST_WITHIN_MS = 120_000
const LOOK_EVERY_MS = 400

/**
 * Puts load on a real Interlude, kills it sometimes, waits until everything is at rest, and returns all observations.
 */
export async function recordRun({
  engine,
  kills,
  seconds,
  seed,
  users = 6,
  progress = () => {},
}: RunOptions): Promise<History> {
  const random = seeded(seed)
  const recorder = new Recorder()
  const world = await crashingWorld(engine, recorder)
  let over = false
  const stage: Stage = { world, recorder, random, over: () => over }
  const operators = await startOperators(seed, BOT_TIMEOUT_MS)
  try {
    const hook = (replies: 'answer' | 'deliver') =>
      ({ type: 'webhook', url: operators.channelUrl, secret: WEBHOOK_SECRET, replies }) as const
    const channels = { hook: hook('answer'), deliver: hook('deliver') }
    const settings = { connectorUrl: operators.botUrl, timeoutMs: BOT_TIMEOUT_MS, channels }
    const ask = await world.bot('ask', settings)
    const gate = await world.bot('gate', { ...settings, mode: 'gate' })
    const known = (bot: TestBot) => knownSessions(recorder, bot === gate ? 'gate' : 'ask')
    const kind = (name: string, bot: TestBot, where: string) =>
      Array.from({ length: users }, (_, n) =>
        httpUser(stage, bot, { userId: `${name}-${n}`, channel: where, mode: bot === gate ? 'gate' : 'ask' }),
      )
    const people = Promise.all([
      ...kind('api', ask, 'api'),
      ...kind('hook', ask, 'hook'),
      ...kind('deliver', ask, 'deliver'),
      ...kind('gated', gate, 'deliver'),
    ])
    const atSockets = Promise.all(Array.from({ length: users }, (_, n) => socketUser(stage, ask, `web-${n}`)))
    const agents = Promise.all([
      ...['Ana', 'Ben', 'Cleo'].map(name => agent(stage, ask, name, () => known(ask))),
      agent(stage, gate, 'Dan', () => known(gate)),
    ])
    const load = Promise.all([people, atSockets, agents])
    await Promise.race([load, disturb(world, random, { kills, seconds, progress })])
    over = true
    await load
    progress(`at ${recorder.operations.length} commands the load ends`)
    const connections = [
      ...(await atSockets).map(({ name, connection }) => ({ name, role: 'user' as const, connection })),
      ...(await agents).map(({ name, connection }) => ({ name, role: 'agent' as const, connection })),
    ]
    await operators.beCalm()
    await untilNothingIsDue(world, progress)
    const { transcripts, views } = await lastLook(stage, { ask, gate }, connections)
    recorder.takeIn(await operators.calls())
    return recorder.history({ views, transcripts, letters: await world.letters() })
  } finally {
    await world.end()
    await operators.end()
  }
}

/** Kills at random moments, one in each equal part of the time. */
async function disturb(
  world: CrashingWorld,
  random: () => number,
  { kills, seconds, progress }: { kills: number; seconds: number; progress(line: string): void },
): Promise<void> {
  const partMs = (seconds * 1000) / Math.max(kills, 1)
  for (let n = 1; n <= Math.max(kills, 1); n++) {
    const begin = now()
    if (kills > 0) {
      await sleep((0.2 + random() * 0.6) * partMs)
      await world.crash()
      progress(`kill ${n} of ${kills}: back after ${Math.round(now() - begin)} ms of this part`)
    }
    await sleep(Math.max(300, partMs - (now() - begin)))
  }
}

function knownSessions({ operations }: Recorder, mode: 'ask' | 'gate'): string[] {
  const answered = operations.filter(each => each.mode === mode && oksOf(each).length > 0)
  return [...new Set(answered.map(({ session }) => session))]
}

/** Waits until the system reports twice that nothing is due, or until a time limit: the judge finds what is missing. */
async function untilNothingIsDue(world: CrashingWorld, progress: (line: string) => void): Promise<void> {
  const begin = now()
  let quiet = 0
  while (quiet < 2) {
    const due = await atLast(world, () => world.due(NOTHING_WITHIN_MS))
    quiet = due === 0 ? quiet + 1 : 0
    if (now() - begin > REST_WITHIN_MS) return progress(`no rest after ${REST_WITHIN_MS} ms: ${due} are due`)
    await sleep(LOOK_EVERY_MS)
  }
  progress(`at rest after ${Math.round(now() - begin)} ms`)
}

/** Reads every log to its end, and lets every socket ping once more. */
async function lastLook(
  { world, recorder }: Stage,
  { ask, gate }: { readonly ask: TestBot; readonly gate: TestBot },
  connections: readonly { name: string; role: 'agent' | 'user'; connection: Connection }[],
): Promise<Pick<History, 'transcripts' | 'views'>> {
  const transcripts: Record<string, readonly Entry[]> = {}
  const gated = new Set(recorder.operations.filter(({ mode }) => mode === 'gate').map(({ session }) => session))
  for (const session of new Set(recorder.operations.map(each => each.session))) {
    const bot = gated.has(session) ? gate : ask
    transcripts[session] = await atLast(world, () => whole(world.at(bot), session))
  }
  const views: View[] = []
  for (const { name, role, connection } of connections) {
    const socket = await atLast(world, async () => {
      const open = await connection.socket()
      await open.ping()
      return open
    })
    for (const [session, log] of socket.logs) views.push({ client: name, role, session, log: [...log] })
  }
  return { transcripts, views }
}

async function whole(bot: TestBot, session: string): Promise<Entry[]> {
  return await bot.transcript(session).catch((error: unknown) => {
    // No message of this user was stored.
    if (String(error).includes('session.not_found')) return []
    throw error
  })
}

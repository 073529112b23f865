import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { LogPage } from '../../../lib/protocol/routes.ts'
import type { EngineName } from '../../../local/options.ts'
import type { TestBot } from '../../e2e/client.ts'
import { seeded, sideBySide } from '../../e2e/random.ts'
import { aBot, type TestServer } from '../../e2e/servers.ts'
import { checkHistory } from '../history/check.ts'
import { crashingWorld, POLICY } from '../history/crashing-world.ts'
import type { History, Operation, Outcome, Violation } from '../history/history.ts'
import { now, Recorder, refused } from '../history/recorder.ts'
import { type Figures, figuresOf } from './figures.ts'
import { type Done, markOf, type Order, type Sent } from './load.ts'
import { watchMemory } from './memory.ts'
import { agentsUnderLoad } from './people.ts'

export interface OverloadOptions {
  readonly engine: EngineName
  readonly seconds: number
  /** The multiple of the capacity that is offered. */
  readonly times?: number
  progress?(line: string): void
}

export interface Overload {
  readonly figures: Figures
  readonly violations: readonly Violation[]
  readonly history: History
}

const MEASURED_MS = 1_200
const CLIENTS = 64
/** Conversations that stay with agents, and those that agents take and give back. */
const HELD = 12
const CONTESTED = 12
const MAX_UNDER_WAY = 1_500
const MAX_OFFERED = 200_000
const RECOVERS_WITHIN_MS = 5_000
const BOT_MS = 10

/** Measures the capacity, offers a multiple of it, waits for the recovery, and checks everything acknowledged. */
export async function overload({
  engine,
  seconds,
  times = 10,
  progress = () => {},
}: OverloadOptions): Promise<Overload> {
  const recorder = new Recorder()
  const random = seeded(7)
  const world = await crashingWorld(engine, recorder, { ...POLICY, turnGraceMs: 3_000 })
  const brain = await aBot(async turn => {
    await sleep(random() * BOT_MS)
    return { replies: [{ type: 'text', text: `re ${turn.message.text}` }] }
  })
  const worker = new Worker(new URL('./load.ts', import.meta.url))
  try {
    const bot = await world.bot('busy', { connectorUrl: brain.url, timeoutMs: 20_000 })
    const names = (what: string, count: number) => Array.from({ length: count }, (_, n) => `${what}-${n}`)
    const held = names('held', HELD)
    const contested = names('contested', CONTESTED)
    let isOver = false
    const people = await agentsUnderLoad({ world, recorder, random, over: () => isOver }, bot, { held, contested })
    const order = (what: Order) =>
      new Promise<Done>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.postMessage(what)
      })
    worker.postMessage({ do: 'begin', url: bot.url, key: bot.key, extra: [...held, ...contested] } satisfies Order)
    const memory = await watchMemory(world.group)

    await order({ do: 'closed', clients: CLIENTS, ms: 800 }).then(done => record(recorder, people.sessions, done.sent))
    const measured = await order({ do: 'closed', clients: CLIENTS, ms: MEASURED_MS })
    const perSecond = (answered(measured).length / measured.tookMs) * 1000
    progress(`it takes ${Math.round(perSecond)} messages a second from ${CLIENTS} clients`)
    const before = memory.megabytes.length

    const working = people.work()
    const offered = Math.min(perSecond * times, MAX_OFFERED / seconds)
    const flood = await order({ do: 'open', perSecond: offered, ms: seconds * 1000, max: MAX_UNDER_WAY })
    isOver = true
    const pauses = await working
    const peak = memory.megabytes.length
    progress(
      `sent ${flood.sent.length} (held back ${flood.heldBack}) in ${Math.round(flood.tookMs)} ms, ${answered(flood).length} acknowledged`,
    )

    const recovering = now()
    let again: Done
    do again = await order({ do: 'closed', clients: CLIENTS, ms: 500 })
    while (again.sent.some(({ status }) => status !== 200) && now() - recovering < RECOVERS_WITHIN_MS)
    const recoveredMs = now() - recovering - again.tookMs
    memory.stop()

    for (const { sent } of [measured, flood, again]) record(recorder, people.sessions, sent)
    const history = await readAtLast(recorder, bot, brain, people.sessions, world)
    const figures = figuresOf({
      perSecond,
      offeredPerSecond: offered,
      flood,
      pauses,
      again,
      recoveredMs,
      memory: { before: memory.megabytes.slice(0, before), during: memory.megabytes.slice(before, peak) },
    })
    return { figures, violations: checkHistory(history), history }
  } finally {
    await worker.terminate()
    await world.end()
    await brain.close()
  }
}

function answered({ sent }: Done): readonly Sent[] {
  return sent.filter(({ status }) => status === 200)
}

/** Records a thread's messages as operations with one try each, if their conversation is known. */
function record(recorder: Recorder, sessions: Map<string, string>, sent: readonly Sent[]): void {
  for (const { userId, answer } of sent) if (answer) sessions.set(userId, answer.session)
  for (const { userId, n, invokedAt, endedAt, status, code, answer } of sent) {
    const session = sessions.get(userId)
    if (session === undefined) continue
    const outcome: Outcome =
      status === 200 && answer
        ? { status: 'ok', answer: { seq: answer.seq, paused: answer.paused, replies: answer.replies } }
        : code === undefined
          ? { status: 'unknown', why: `answered ${status}` }
          : refused(code)
    const operation: Operation = {
      client: userId,
      session,
      kind: 'message',
      via: 'http',
      id: `m${n}`,
      mark: markOf(userId, n),
      mode: 'ask',
      tries: [{ invokedAt, endedAt, outcome }],
    }
    recorder.operations.push({ ...operation, tries: [...operation.tries] })
  }
}

/** Reads whole pages, because there are thousands of logs. */
async function whole(bot: TestBot, session: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const path = `conversations/${session}/entries?after=${entries.length}&limit=100`
    const { status, body } = await bot.get<LogPage>(path)
    if (status !== 200) throw new Error(`no transcript: ${status}`)
    entries.push(...body.entries)
    if (body.upto >= body.revision) return entries
  }
}

async function readAtLast(
  recorder: Recorder,
  bot: TestBot,
  brain: TestServer<unknown>,
  sessions: ReadonlyMap<string, string>,
  world: { letters(): Promise<Record<string, number>> },
): Promise<History> {
  const transcripts: Record<string, readonly Entry[]> = {}
  await sideBySide([...new Set(sessions.values())], 16, async session => {
    transcripts[session] = await whole(bot, session)
  })
  for (const { webhookId, at, body } of brain.calls) {
    const call = { webhookId, at: performance.timeOrigin + at, status: 200 }
    const said = body as History['turns'][number]['body'] | History['handbacks'][number]['body']
    if (said.type === 'message') recorder.turns.push({ ...call, body: said })
    else recorder.handbacks.push({ ...call, body: said })
  }
  return recorder.history({ transcripts, letters: await world.letters(), views: [] })
}

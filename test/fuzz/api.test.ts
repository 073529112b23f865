import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientFrame } from '../../lib/protocol/frames.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { ENGINES, type EngineName } from '../../local/options.ts'
import type { Credential } from './canaries.ts'
import { BOT_A, type CanaryWorld, canaryWorld } from './canary-world.ts'
import { everyRead, frameCases, type HttpCase, httpCases } from './cases.ts'
import { FrameDriver, httpDriver } from './drive.ts'
import { Faults } from './faults.ts'
import { Live } from './live.ts'
import { faultsOf, frameFaults, routeOf } from './oracle.ts'
import { SEED } from './seed.ts'

const WANTED = Number(process.env.FUZZ_CASES ?? 10_000)
const CASES: Readonly<Record<EngineName, number>> = { sqlite: WANTED, dynamodb: Math.ceil(WANTED * 0.15) }
/** The only case to run, for a replay. */
const ONLY = process.env.FUZZ_CASE === undefined ? undefined : Number(process.env.FUZZ_CASE)

const CONCURRENCY = 32
const FRAME_SHARE = 0.3
const PLANT_EVERY = 500
/** With this many cases nearly every route and frame must succeed at least once, else the cases are no good. */
const ENOUGH_CASES = 10_000
/**
 * A run may miss nine: three routes need a turn that is open at that moment, one a message that failed for good, and two
 * a platform's secret. The seventh signs its agent out, so no agent calls it. Two more may need a conversation that the
 * caller has at that moment, such as `snooze`: each new route changes which cases meet one.
 */
const MAX_MISSED = 9
const WITHIN_MS = 300_000

describe.each(ENGINES)('any input (%s)', engine => {
  let world: CanaryWorld
  beforeAll(async () => {
    world = await canaryWorld(engine)
  })
  afterAll(async () => {
    await world.end()
  })

  it('is answered as documented, and leaks nothing to callers without access', { timeout: WITHIN_MS }, async () => {
    const run = new Run(world, engine)
    const indexes = ONLY === undefined ? Array.from({ length: CASES[engine] }, (_, index) => index) : [ONLY]
    const begun = performance.now()
    await run.readEverything()
    await eachAtOnce(indexes, CONCURRENCY, index => run.one(index))
    await run.plant()
    await run.readEverything()
    run.close()
    run.look(world.interlude.output())

    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.info(`fuzz (${engine}): seed ${SEED}, ${indexes.length} cases in ${seconds} s; ${run.counts()}`)
    expect(run.faults.report()).toBe('')
    if (indexes.length >= ENOUGH_CASES) expect(run.missed().slice(MAX_MISSED)).toEqual([])
  })
})

/** One run over a world: sends cases, checks the answers, and records faults. */
class Run {
  readonly faults: Faults
  private readonly world: CanaryWorld
  private readonly http: ReturnType<typeof httpDriver>
  private readonly live: Live
  private readonly requests: fc.Arbitrary<HttpCase>
  private readonly frames: ReturnType<typeof frameCases>
  private readonly sockets: readonly FrameDriver[]
  private readonly statuses = new Map<number, number>()
  private readonly done = new Set<string>()

  constructor(world: CanaryWorld, engine: EngineName) {
    this.world = world
    this.faults = new Faults(index => `FUZZ_SEED=${SEED} FUZZ_CASE=${index} vitest run test/fuzz -t ${engine}`)
    this.http = httpDriver(world.interlude.dev.url, CONCURRENCY)
    this.live = new Live(world.conversations)
    this.requests = httpCases(world)
    this.frames = frameCases(world)
    const seen = (credential: Credential, text: string) => {
      const leaks = world.canaries.leaks(text, credential).map(what => `leaks ${what}`)
      this.faults.add([...frameFaults(text), ...leaks], { where: `a frame to ${credential.name}`, sent: text })
    }
    const owners = world.credentials.filter(({ role }) => role === 'agent' || role === 'admin' || role === 'user')
    this.sockets = [...owners, ...owners].map(
      owner => new FrameDriver(world.interlude.dev.socketUrl, owner, owner.botId ?? BOT_A, seen),
    )
  }

  async one(index: number): Promise<void> {
    const seed = seedOf(index)
    if (index % PLANT_EVERY === PLANT_EVERY - 1) await this.plant()
    if ((index * FRAME_SHARE) % 1 < FRAME_SHARE) {
      const [frame] = fc.sample(this.frames, { seed, numRuns: 1 })
      const text = this.live.filledFrame(frame!.text)
      await this.say(index, this.sockets[frame!.socket % this.sockets.length]!, text)
    } else {
      const [made] = fc.sample(this.requests, { seed, numRuns: 1 })
      const route = await this.ask(made!, index)
      if (route !== undefined) this.done.add(route)
    }
  }

  async readEverything(): Promise<void> {
    await eachAtOnce(everyRead(this.world), CONCURRENCY, async sent => {
      await this.ask(sent)
    })
  }

  async plant(): Promise<void> {
    this.faults.add(await this.world.plant(), { where: 'planting', sent: undefined })
    await this.rate()
    await this.approve()
  }

  /** Rates an episode by each route: random cases seldom meet one that is open. */
  private async rate(): Promise<void> {
    const { bot, session, userId } = this.world.rated()
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bot.token}` }
    const body = JSON.stringify({ stars: 4, comment: 'quick' })
    for (const to of [`conversations/${session}`, `channel/web/user/${userId}`, '']) {
      const path = to === '' ? `rating?channel=web&userId=${userId}` : `${to}/rating`
      const target = `/api/v1/bots/${BOT_A}/${path}`
      const route = await this.ask({ credential: bot, method: 'POST', target, headers, body })
      if (route !== undefined) this.done.add(route)
    }
  }

  /** Approves one reply over HTTP and one over a socket: random cases seldom meet one that waits. */
  private async approve(): Promise<void> {
    const { agent, session, of } = await this.world.propose()
    const target = `/api/v1/bots/${BOT_A}/conversations/${session}/approve`
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${agent.token}` }
    const route = await this.ask({ credential: agent, method: 'POST', target, headers, body: JSON.stringify({ of }) })
    if (route !== undefined) this.done.add(route)
    const next = await this.world.propose()
    const socket = this.sockets.find(({ credential }) => credential === agent)!
    await this.say(0, socket, JSON.stringify({ type: 'approve', id: `a-${next.of}`, session, of: next.of }))
  }

  /** Records errors in the output of the process. */
  look(output: string): void {
    const lines = output.split('\n').filter(line => line.includes('"level":"error"') || /unhandled|FATAL/i.test(line))
    for (const line of lines) this.faults.add(['an error in the log'], { where: 'log', sent: line })
  }

  close(): void {
    for (const socket of this.sockets) socket.close()
    this.http.close()
  }

  counts(): string {
    return [...this.statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')
  }

  /** Routes and frames without a successful case. */
  missed(): string[] {
    const types = ClientFrame.options.map(({ shape }) => shape.type.value)
    // Successful frames of these types get no `ok`.
    const frames = types.filter(type => type !== 'ping' && type !== 'typing').map(type => `frame ${type}`)
    return [...Object.keys(routes), ...frames].filter(name => !this.done.has(name))
  }

  /** Sends a case. Returns its route if the answer is a success. */
  private async ask(made: HttpCase, index?: number): Promise<string | undefined> {
    const sent = this.live.filled(made)
    const route = routeOf(sent)
    const where = `${sent.method} ${route}`
    try {
      const answered = await this.http.send(sent)
      this.live.note(sent, answered.text)
      this.statuses.set(answered.status, (this.statuses.get(answered.status) ?? 0) + 1)
      const name = route === 'none' || route === 'rest' || route === 'unreadable' ? undefined : route
      const shown = `${answered.text}\n${JSON.stringify(answered.headers)}`
      const leaks = this.world.canaries.leaks(shown, sent.credential, name).map(what => `leaks ${what}`)
      this.faults.add([...faultsOf(sent, answered), ...leaks], { index, where, sent, answered })
      return answered.status < 300 ? route : undefined
    } catch (error) {
      this.faults.add([String(error)], { index, where, sent })
      return undefined
    }
  }

  private async say(index: number, socket: FrameDriver, text: string): Promise<void> {
    try {
      if ((await socket.send(text)) === 'ok') this.done.add(`frame ${JSON.parse(text).type}`)
    } catch (error) {
      this.faults.add([String(error)], { index, where: `a frame of ${socket.credential.name}`, sent: text })
    }
  }
}

/** Mixes the seed, because neighbouring seeds begin alike. */
function seedOf(index: number): number {
  const mixed = Math.imul(SEED ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) | 0
}

async function eachAtOnce<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import { sessionId } from '../../lib/session/session.ts'
import type { EngineName } from '../../local/options.ts'
import { BOT, CHANNEL, userIdOf } from '../fill.ts'
import { askJson, type Connection, open, rawRequest } from '../http-client.ts'
import type { Figure } from '../report.ts'
import { type Product, startProduct } from '../server.ts'
import { openSlowBot } from '../slow-bot.ts'
import { connectAgent } from '../socket.ts'
import { percentile, timed } from '../stats.ts'
import type { Stock } from '../stock.ts'

const SESSIONS = 1_000
const TIMES = 500
/** Messages before the measurement, so that it measures a warm server. */
const WARM_UP: Readonly<Record<EngineName, number>> = { sqlite: 3_000, dynamodb: 500 }
/** Frames to an agent's socket before its measurement. */
const WARM_UP_FRAMES = 300
const PAUSES = 100
const QUIET_PAUSES = 500
const WARM_UP_PAUSES = 10
const BOT_TAKES_MS = 300
/** From the bot's last call to the pause: enough for the messages' own work. */
const SETTLED_MS = 100
/** The turns that are under way during a pause. */
const SLOW_TURNS = 20
const SLOW_BOT = 'slow'

/** Measures the operations that people wait for, one at a time on an idle machine, durable on disk. */
export async function latency(stock: Stock, engine: EngineName): Promise<Figure[]> {
  return await stock.use(engine, SESSIONS, 'latency', async (folder, { botKey }) => {
    const product = await startProduct(folder, engine)
    const connection = await open(product.port)
    try {
      const says = sayer(connection, botKey)
      await timed(WARM_UP[engine], () => says(1))
      return [
        ...(await toAgents(product, engine, says)),
        await fiveMessages(engine, says),
        ...(await quietPauses(product, engine, connection)),
        ...(await pausesAmidTurns(product, engine, connection)),
      ]
    } finally {
      connection.close()
      await product.stop()
    }
  })
}

/** Returns a function that sends a message of the user of conversation `index`, which people hold. */
function sayer(connection: Connection, botKey: string): (index: number) => Promise<void> {
  let sent = 0
  return async index => {
    const path = `/api/v1/bots/${BOT}/channel/${CHANNEL}/user/${userIdOf(index)}/messages`
    const body = { id: `latency-${sent++}`, text: 'I am still here.' }
    const { status } = await connection.ask(rawRequest('POST', path, { authorization: `Bearer ${botKey}` }, body))
    if (status !== 200) throw new Error(`a message got status ${status}`)
  }
}

async function toAgents(
  { dev }: Product,
  engine: EngineName,
  says: (index: number) => Promise<void>,
): Promise<Figure[]> {
  const agent = await connectAgent(dev.socketUrl, dev.adminToken)
  const session = sessionId({ botId: BOT, channel: CHANNEL, userId: userIdOf(0) })
  await agent.ask({ type: 'watch', session, cursor: 0 })
  const took = new Float64Array(TIMES)
  for (let index = -WARM_UP_FRAMES; index < TIMES; index++) {
    const seen = Promise.withResolvers<number>()
    agent.listen(() => seen.resolve(performance.now()))
    const from = performance.now()
    const answered = says(0)
    const ms = (await seen.promise) - from
    if (index >= 0) took[index] = ms
    await answered
  }
  took.sort()
  agent.close()
  return figuresOf("user's message to agent's socket", engine, took, { p50: 1, p99: 10 })
}

async function fiveMessages(engine: EngineName, says: (index: number) => Promise<void>): Promise<Figure> {
  const took = await timed(PAUSES, async index => {
    for (let message = 0; message < 5; message++) await says(index)
  })
  const target = engine === 'sqlite' ? { target: { atMost: 10 } } : {}
  return { what: 'five messages in a paused conversation', engine, value: percentile(took, 0.5), unit: 'ms', ...target }
}

type Asks = (path: string, body: unknown, method?: string) => Promise<{ key: string }>

/** Returns a function that calls the API of a bot as an administrator. */
function callerOf({ dev }: Product, connection: Connection, botId: string): Asks {
  return (path, body, method = 'POST') =>
    askJson(connection, { method, path: `/api/v1/bots/${botId}${path}`, token: dev.adminToken, body })
}

/** Measures pauses of conversations that the bot holds, while nothing else happens. */
async function quietPauses(product: Product, engine: EngineName, connection: Connection): Promise<Figure[]> {
  const asks = callerOf(product, connection, BOT)
  const first = SESSIONS - QUIET_PAUSES
  const took = await timed(QUIET_PAUSES, async index => {
    const session = sessionId({ botId: BOT, channel: CHANNEL, userId: userIdOf(first + index) })
    await asks(`/conversations/${session}/pause`, {})
  })
  return figuresOf('pause acknowledged, nothing else under way', engine, took, { p50: 0.75, p99: 3 })
}

/**
 * Measures pauses, each while the bot works on the turn of its conversation and on those of others: the acknowledgement
 * must not wait for the bot.
 */
async function pausesAmidTurns(product: Product, engine: EngineName, connection: Connection): Promise<Figure[]> {
  const bot = await openSlowBot(BOT_TAKES_MS)
  const asking = await Promise.all(Array.from({ length: SLOW_TURNS }, () => open(product.port)))
  const asks = callerOf(product, connection, SLOW_BOT)
  await asks('', { mode: 'ask', connector: { ...bot.connector, timeoutMs: 5_000 } }, 'PUT')
  const { key } = await asks('/keys', {})
  const says = async (by: Connection, userId: string) => {
    const path = `/api/v1/bots/${SLOW_BOT}/channel/${CHANNEL}/user/${userId}/messages`
    const { body } = await by.ask(rawRequest('POST', path, { authorization: `Bearer ${key}` }, { text: 'hello' }))
    return JSON.parse(body) as { paused: boolean }
  }

  const took = new Float64Array(PAUSES)
  for (let index = -WARM_UP_PAUSES; index < PAUSES; index++) {
    const userId = `slow-${index}`
    const [own, ...others] = asking
    const asked = bot.asked(SLOW_TURNS)
    const turns = others.map((other, number) => says(other, `${userId}-${number}`))
    const answer = own && says(own, userId)
    await asked
    await sleep(SETTLED_MS)
    const session = sessionId({ botId: SLOW_BOT, channel: CHANNEL, userId })
    const from = performance.now()
    await asks(`/conversations/${session}/pause`, {})
    const ms = performance.now() - from
    if (index >= 0) took[index] = ms
    if ((await answer)?.paused !== true) throw new Error('the answer to the message does not report the pause')
    await Promise.all(turns)
  }
  took.sort()
  for (const each of asking) each.close()
  bot.close()
  return figuresOf(
    `pause acknowledged while the bot takes ${BOT_TAKES_MS} ms for each of ${SLOW_TURNS} turns`,
    engine,
    took,
    {
      p50: 1.2,
      p99: 3,
    },
  )
}

/** The figures of ascending durations. `most`: the targets for SQLite. */
function figuresOf(
  what: string,
  engine: EngineName,
  took: Float64Array,
  most: { readonly p50: number; readonly p99: number },
): Figure[] {
  const figure = (name: 'p50' | 'p99', share: number): Figure => ({
    what: `${what}, ${name}`,
    engine,
    value: percentile(took, share),
    unit: 'ms',
    ...(engine === 'sqlite' && { target: { atMost: most[name] } }),
  })
  return [figure('p50', 0.5), figure('p99', 0.99)]
}

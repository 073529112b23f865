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
const BOT_TAKES_MS = 300
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
        await pauses(product, engine, connection),
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
): Promise<readonly Figure[]> {
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
  const target = (atMost: number) => (engine === 'sqlite' ? { target: { atMost } } : {})
  const what = "user's message to agent's socket"
  return [
    { what: `${what}, p50`, engine, value: percentile(took, 0.5), unit: 'ms', ...target(1) },
    { what: `${what}, p99`, engine, value: percentile(took, 0.99), unit: 'ms', ...target(10) },
  ]
}

async function fiveMessages(engine: EngineName, says: (index: number) => Promise<void>): Promise<Figure> {
  const took = await timed(PAUSES, async index => {
    for (let message = 0; message < 5; message++) await says(index)
  })
  const target = engine === 'sqlite' ? { target: { atMost: 10 } } : {}
  return { what: 'five messages in a paused conversation', engine, value: percentile(took, 0.5), unit: 'ms', ...target }
}

/** Measures pauses, each during a call to the bot: the acknowledgement must not wait for the bot. */
async function pauses({ dev, port }: Product, engine: EngineName, connection: Connection): Promise<Figure> {
  const bot = await openSlowBot(BOT_TAKES_MS)
  const asking = await open(port)
  const asks = (path: string, body: unknown, method = 'POST') =>
    askJson(connection, { method, path: `/api/v1/bots/${SLOW_BOT}${path}`, token: dev.adminToken, body })
  await asks('', { mode: 'ask', connector: { ...bot.connector, timeoutMs: 5_000 } }, 'PUT')
  const { key } = await asks('/keys', {})

  const took = new Float64Array(PAUSES)
  for (let index = 0; index < PAUSES; index++) {
    const path = `/api/v1/bots/${SLOW_BOT}/channel/${CHANNEL}/user/${userIdOf(index)}/messages`
    const asked = bot.asked()
    const answer = asking.ask(rawRequest('POST', path, { authorization: `Bearer ${key}` }, { text: 'hello' }))
    await asked
    const session = sessionId({ botId: SLOW_BOT, channel: CHANNEL, userId: userIdOf(index) })
    const from = performance.now()
    await asks(`/conversations/${session}/pause`, {})
    took[index] = performance.now() - from
    const { paused } = JSON.parse((await answer).body)
    if (paused !== true) throw new Error('the answer to the message does not report the pause')
  }
  took.sort()
  asking.close()
  bot.close()
  const target = engine === 'sqlite' ? { target: { atMost: 2.6 } } : {}
  return {
    what: `pause acknowledged while the bot takes ${BOT_TAKES_MS} ms, p50`,
    engine,
    value: percentile(took, 0.5),
    unit: 'ms',
    ...target,
  }
}

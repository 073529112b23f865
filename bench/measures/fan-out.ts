import type { EngineName } from '../../local/options.ts'
import { BOT, CHANNEL, userIdOf } from '../fill.ts'
import { type Connection, open, rawRequest } from '../http-client.ts'
import type { Figure } from '../report.ts'
import { memoryOf, startBare, startProduct } from '../server.ts'
import { type AgentSocket, connectAgent, connectBare } from '../socket.ts'
import { median } from '../stats.ts'
import type { Stock } from '../stock.ts'

const SESSIONS = 1_000
const ROUNDS = 15
const WARM_UP = 5
const CONNECTING_AT_ONCE = 50
const OF_BARE = 0.7

type Listener = Pick<AgentSocket, 'listen' | 'close'>

/**
 * Measures a user's message to all sockets that have the inbox open, compared with a bare `ws` server that sends a
 * frame of the same size to as many sockets and stores nothing. So the rate counts from the first socket's frame to the
 * last one's; a separate figure covers the whole time.
 */
export async function fanOut(stock: Stock, engine: EngineName, sizes: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const size of sizes) {
    const product = await ofProduct(stock, engine, size)
    const bare = await ofBare(size, product.frame)
    const to = `${size.toLocaleString('en')} sockets`
    const rate = ({ spreadS }: Took) => (size - 1) / spreadS
    stock.say(`${engine}: fan-out to ${to}: ${Math.round(rate(product))} frames/s`)
    figures.push(
      {
        what: `fan-out to ${to}, first to last frame`,
        engine,
        value: rate(product),
        unit: 'frames/s',
        beside: { what: 'frames/s', value: rate(bare) },
        ...(engine === 'sqlite' && { target: { atLeast: OF_BARE } }),
      },
      {
        what: `stored message to the last of ${to}`,
        engine,
        value: product.wholeS * 1000,
        unit: 'ms',
        beside: { what: 'ms', value: bare.wholeS * 1000 },
      },
    )
    if (size === Math.max(...sizes)) {
      figures.push({ what: `memory with ${to}`, engine, value: product.mb, unit: 'MB' })
    }
  }
  return figures
}

async function ofProduct(stock: Stock, engine: EngineName, size: number) {
  return await stock.use(engine, SESSIONS, 'fan-out', async (folder, { botKey }) => {
    const product = await startProduct(folder, engine)
    const { socketUrl, adminToken } = product.dev
    const sockets = await connectAll(size, async () => {
      const agent = await connectAgent(socketUrl, adminToken)
      await agent.ask({ type: 'subscribe', to: 'inbox' })
      return agent
    })
    const connection = await open(product.port)
    try {
      let frame = ''
      const path = `/api/v1/bots/${BOT}/channel/${CHANNEL}/user/${userIdOf(0)}/messages`
      const headers = { authorization: `Bearer ${botKey}` }
      let sent = 0
      const says = () => rawRequest('POST', path, headers, { id: `fan-${sent++}`, text: 'Is anybody there?' })
      const took = await tookBy(sockets, connection, says, text => {
        frame = text
      })
      return { ...took, frame, mb: (await memoryOf(product.pid)).mb }
    } finally {
      for (const socket of sockets) socket.close()
      connection.close()
      await product.stop()
    }
  })
}

async function ofBare(size: number, frame: string): Promise<Took> {
  const server = await startBare('fan-out.ts', [])
  const sockets = await connectAll(size, () => connectBare(`ws://127.0.0.1:${server.port}`))
  const connection = await open(server.port)
  try {
    const request = rawRequest('POST', '/', {}, JSON.parse(frame))
    return await tookBy(sockets, connection, () => request)
  } finally {
    for (const socket of sockets) socket.close()
    connection.close()
    await server.stop()
  }
}

interface Took {
  /** From the first socket's frame to the last one's. */
  readonly spreadS: number
  /** From the request to the last socket's frame. */
  readonly wholeS: number
}

/** Measures the medians over all rounds after the warm-up. */
async function tookBy(
  sockets: readonly Listener[],
  connection: Connection,
  request: () => Buffer,
  saw: (text: string) => void = () => {},
): Promise<Took> {
  const spread: number[] = []
  const whole: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    let missing = sockets.length
    let first = 0
    const all = Promise.withResolvers<number>()
    for (const [index, socket] of sockets.entries()) {
      socket.listen(text => {
        if (index === 0) saw(text)
        if (missing === sockets.length) first = performance.now()
        if (--missing === 0) all.resolve(performance.now())
      })
    }
    const from = performance.now()
    const [last] = await Promise.all([all.promise, connection.ask(request())])
    if (round < WARM_UP) continue
    spread.push((last - first) / 1000)
    whole.push((last - from) / 1000)
  }
  return { spreadS: median(spread), wholeS: median(whole) }
}

async function connectAll<T>(size: number, connectOne: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  while (all.length < size) {
    const count = Math.min(CONNECTING_AT_ONCE, size - all.length)
    all.push(...(await Promise.all(Array.from({ length: count }, connectOne))))
  }
  return all
}

import { sessionId } from '../../lib/session/session.ts'
import type { EngineName } from '../../local/options.ts'
import { BOT, CHANNEL, nameOf, userIdOf } from '../fill.ts'
import { open, rawRequest } from '../http-client.ts'
import type { Figure } from '../report.ts'
import { cpuMsOf, memoryOf, startProduct } from '../server.ts'
import { percentile, timed } from '../stats.ts'
import type { Stock } from '../stock.ts'

const TIMES = 300
const WARM_UP = 150
/** The entries of the long conversation. */
const ENTRIES: Readonly<Record<EngineName, number>> = { sqlite: 50_000, dynamodb: 150 }
const PAGE = 100
/** The targets for SQLite (ms). */
const AT_MOST = 1
const FROM_MIDDLE_AT_MOST = 2

/**
 * Measures agents' reads (the inbox's first hundred, people by name, a page of a transcript) and the server's memory.
 */
export async function reads(stock: Stock, engine: EngineName, sessions: number): Promise<Figure[]> {
  return await stock.use(engine, sessions, 'product', async (folder, { botKey, held }) => {
    const product = await startProduct(folder, engine)
    const connection = await open(product.port)
    try {
      const idle = await memoryOf(product.pid)
      const headers = { authorization: `Bearer ${product.dev.adminToken}` }
      const get = async (path: string) => {
        const { status, body } = await connection.ask(rawRequest('GET', `/api/v1/bots/${BOT}${path}`, headers))
        if (status !== 200) throw new Error(`${path}: ${status}`)
        return JSON.parse(body)
      }
      const userId = userIdOf(held - 1)
      const session = sessionId({ botId: BOT, channel: CHANNEL, userId })
      const entries = ENTRIES[engine]
      for (let index = 0; index < entries; index++) {
        const path = `/api/v1/bots/${BOT}/channel/${CHANNEL}/user/${userId}/messages`
        const body = { id: `read-${index}`, text: `This is the message number ${index} of a long conversation.` }
        await connection.ask(rawRequest('POST', path, { authorization: `Bearer ${botKey}` }, body))
      }
      const list = (query: string) => `/conversations?${query}&limit=${PAGE}`
      const transcript = `/conversations/${session}/entries`
      const looks: [what: string, path: () => string, atMost: number][] = [
        [`inbox of ${PAGE}`, () => list('status=paused'), AT_MOST],
        [`all, first ${PAGE}`, () => list('status=all'), AT_MOST],
        ['search for a family name', () => list(`q=${familyName(sessions)}`), AT_MOST],
        ['search for a first name that a tenth of the users have', () => list('q=greta'), AT_MOST],
        [`newest ${PAGE} of a transcript`, () => `${transcript}?limit=${PAGE}`, AT_MOST],
        [
          `${PAGE} from the middle of a transcript of ${entries.toLocaleString('en')}`,
          () => `${transcript}?after=${entries / 2}&limit=${PAGE}`,
          FROM_MIDDLE_AT_MOST,
        ],
      ]
      const figures: Figure[] = []
      for (const [what, path, atMost] of looks) {
        const { items, entries: found = items } = await get(path())
        if (found.length === 0) throw new Error(`${what}: no result`)
        await timed(WARM_UP, () => get(path()))
        const took = await timed(TIMES, () => get(path()))
        figures.push({
          what: `${what}, ${sessions.toLocaleString('en')} sessions, p50`,
          engine,
          value: percentile(took, 0.5),
          unit: 'ms',
          ...(engine === 'sqlite' && { target: { atMost } }),
        })
      }
      const { mb } = await memoryOf(product.pid)
      stock.say(
        `${engine}: reads at ${sessions.toLocaleString('en')}: ${await cpuMsOf(product.pid)} ms of processor time`,
      )
      return [
        ...figures,
        {
          what: `memory after the start, ${sessions.toLocaleString('en')} sessions`,
          engine,
          value: idle.mb,
          unit: 'MB',
        },
        { what: `memory after these reads, ${sessions.toLocaleString('en')} sessions`, engine, value: mb, unit: 'MB' },
      ]
    } finally {
      connection.close()
      await product.stop()
    }
  })
}

function familyName(sessions: number): string {
  return nameOf(Math.floor(Math.random() * sessions)).split(' ')[1] ?? ''
}

import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ENGINES, type EngineName } from '../local/options.ts'
import { openFolders } from './folders.ts'
import { type Connection, open, rawRequest, sendAll } from './http-client.ts'
import { cpuMsOf, type Product, startProduct } from './server.ts'
import { median } from './stats.ts'

const HELP = `Measures a server that has just started, as a user meets it: each round starts one over an empty folder.

  npm run bench:cold                        the embedded DynamoDB engine, three rounds
  npm run bench:cold -- --engine sqlite     the other engine
  npm run bench:cold -- --rounds 5
`
const FIRST = 20
const AT_ONCE = 8
const USERS = 160
const MESSAGES = 3
const MAX_TRIES = 20
const IDLE_MS = 5_000

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'dynamodb' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
const engine = ENGINES.find(name => name === values.engine)
if (values.help || engine === undefined) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}

const folders = await openFolders()
const rounds: Record<string, number>[] = []
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    rounds.push(await measure(engine, await folders.make(`cold-${round}`)))
    console.log(rounds.at(-1))
  }
} finally {
  await folders.removeAll()
}
console.log(`Medians over ${engine}, ${cpus().length} × ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}:`)
for (const name of Object.keys(rounds[0] ?? {})) {
  console.log(
    `${median(rounds.map(each => each[name] ?? Number.NaN))
      .toFixed(0)
      .padStart(8)}  ${name}`,
  )
}

async function measure(name: EngineName, data: string): Promise<Record<string, number>> {
  const begun = performance.now()
  const product = await startProduct(data, name)
  const readyMs = performance.now() - begun
  try {
    return {
      'ms until ready': readyMs,
      ...(await withCpu(product, 'the 20 messages', () => first(product))),
      ...(await withCpu(product, 'the 8 messages', () => eight(product))),
      ...(await withCpu(product, '5 s without requests', () => sleep(IDLE_MS, {}))),
      ...(await withCpu(product, 'the 480 messages', () => many(product))),
    }
  } finally {
    await product.stop()
  }
}

async function first(product: Product) {
  const { latenciesMs } = await sendAll({
    port: product.port,
    atOnce: 1,
    requests: FIRST,
    request: index => message(product, `first-${index}`, 'm1'),
  })
  return {
    'ms for a first message, median of 20': median([...latenciesMs]),
    'ms, slowest of 20': latenciesMs.at(-1) ?? 0,
  }
}

async function eight(product: Product) {
  const request = (index: number) => message(product, 'new', `m${index}`)
  const { seconds } = await sendAll({ port: product.port, atOnce: AT_ONCE, requests: AT_ONCE, request })
  return { 'ms for 8 messages at once of a new user': seconds * 1_000 }
}

/** Users who write at once, three messages each. Whoever is refused comes back after some seconds, as told. */
async function many(product: Product) {
  const clients = await Promise.all(Array.from({ length: USERS }, () => open(product.port)))
  const begun = performance.now()
  let refused = 0
  const write = async (client: Connection, user: number, id: string) => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { status } = await client.ask(message(product, `many-${user}`, id))
      if (status === 200) return
      refused++
      await sleep(1_000 * (1 + ((user + tries) % 3)))
    }
  }
  await Promise.all(
    clients.map(async (client, user) => {
      for (let n = 0; n < MESSAGES; n++) await write(client, user, `m${n}`)
      client.close()
    }),
  )
  return { 'ms for 160 users at once, 3 messages each': performance.now() - begun, 'of them refused': refused }
}

/** Adds the processor time that the server took meanwhile, without the engine's own process. */
async function withCpu({ pid }: Product, what: string, work: () => Promise<Record<string, number>>) {
  const before = await cpuMsOf(pid)
  const figures = await work()
  return { ...figures, [`processor ms of ${what}`]: (await cpuMsOf(pid)) - before }
}

function message({ dev }: Product, user: string, id: string) {
  const path = `/api/v1/bots/${dev.botId}/channel/api/user/${user}/messages`
  return rawRequest('POST', path, { authorization: `Bearer ${dev.botKey}` }, { id, text: 'hello' })
}

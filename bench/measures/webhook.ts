import { setTimeout as sleep } from 'node:timers/promises'
import { notificationOf } from '../../local/graph/batches.ts'
import { escapedJson, signatureOf } from '../../local/graph/escape.ts'
import { messageEvent } from '../../local/graph/events.ts'
import { type Graph, openGraph } from '../../local/graph/graph.ts'
import type { Person } from '../../local/graph/person.ts'
import { type App, FIELDS, type Page } from '../../local/graph/types.ts'
import { messageOf } from '../../local/graph/world.ts'
import type { EngineName } from '../../local/options.ts'
import { askJson, open, type RawRequest, rawPost } from '../http-client.ts'
import { type Figure, shown } from '../report.ts'
import { type Product, startBare, startProduct } from '../server.ts'
import { openSlowBot, type SlowBot } from '../slow-bot.ts'
import { isAccepted, type Outcome, openSender, refusalsOf, steadily, type Times, timesOf } from '../steady.ts'
import type { Stock } from '../stock.ts'

const SESSIONS = 1_000
/** Webhooks before the measurement, so that it measures a warm server. */
const WARM_UP = 20
const EVERY_MS = 100
const BOT_TAKES_MS = 20_000
const BOT_TIMEOUT_MS = 25_000
/** How long Meta waits for an answer, as the double does. */
const ANSWER_WITHIN_MS = 5_000
/** How long the bot's answers may take after the bot gave the last one. */
const ANSWERS_WITHIN_MS = 30_000
/** The promise: 99 of 100 webhooks are answered within this time, however long the bot takes. */
const P99_MS = 250
const BOT = 'webhook'
const WEBHOOK = '/api/v1/channels/messenger/webhook'
const APP = { id: '1517776481860111', secret: '0123456789abcdef0123456789abcdef' }
const VERIFY_TOKEN = 'a-word-of-the-benchmark'

interface Meta {
  readonly graph: Graph
  readonly app: App
  readonly page: Page
}

/** The message of a person at both servers. */
interface Exchange {
  readonly person: Person
  readonly ofProduct: Outcome
  readonly ofBare: Outcome
}

/**
 * Measures Messenger's webhook while the bot takes 20 s: `count` people write one message each, ten a second. A bare
 * handler that checks the signature and answers gets the same requests in between, so that other load on the machine
 * affects both alike. The run fails if Interlude does not answer each webhook 200, those with echoes and receipts included.
 */
export async function webhook(stock: Stock, engine: EngineName, count: number): Promise<Figure[]> {
  return await stock.use(engine, SESSIONS, 'webhook', async folder => {
    const graph = await openGraph({ host: '127.0.0.1', retryDelaysMs: [] })
    const bot = await openSlowBot(BOT_TAKES_MS)
    const bare = await startBare('webhook.ts', [APP.secret])
    const product = await startProduct(folder, engine, graph.url)
    try {
      const meta = { graph, app: graph.addApp(APP), page: graph.addPage({ id: '682498302938001', name: 'Bench' }) }
      await connect(meta, product, bot)
      const people = Array.from({ length: WARM_UP + count }, () => graph.addPerson(meta.page))
      const exchanges = await sendAll(meta, people, { product: product.port, bare: bare.port })
      const accepted = exchanges.filter(({ ofProduct }) => isAccepted(ofProduct)).map(({ person }) => person)
      const answered = await answersTo(accepted)
      await graph.webhooks.idle()
      const refusals = refusalsOf(exchanges.map(({ ofBare }) => ofBare))
      if (refusals !== '') throw new Error(`the bare handler refused requests: ${refusals}`)
      return figuresOf(stock, engine, { exchanges, events: eventsOf(graph), accepted: accepted.length, answered })
    } finally {
      await product.stop()
      await bare.stop()
      bot.close()
      await graph.close()
    }
  })
}

/** Enters the app, makes a bot with the page, and lets the double send all events but people's messages. */
async function connect({ graph, app, page }: Meta, { port, dev }: Product, bot: SlowBot): Promise<void> {
  const connection = await open(port)
  const puts = (path: string, body: unknown) =>
    askJson(connection, { method: 'PUT', path, token: dev.adminToken, body })
  try {
    await puts('/api/v1/channels/messenger/app', {
      version: 0,
      appId: app.id,
      appSecret: app.secret,
      verifyToken: VERIFY_TOKEN,
    })
    await puts(`/api/v1/bots/${BOT}`, {
      mode: 'ask',
      connector: { ...bot.connector, timeoutMs: BOT_TIMEOUT_MS },
      channels: { messenger: { type: 'messenger', pageId: page.id, pageToken: graph.connect(app, page) } },
    })
  } finally {
    connection.close()
  }
  await graph.setCallback(app, `${dev.url}${WEBHOOK}`, VERIFY_TOKEN)
  graph.install(
    app,
    page,
    FIELDS.filter(field => field !== 'messages'),
  )
}

/** Sends the message of each person to both servers, one after the other. */
async function sendAll(
  meta: Meta,
  people: readonly Person[],
  ports: { readonly product: number; readonly bare: number },
): Promise<Exchange[]> {
  const product = openSender(ports.product, ANSWER_WITHIN_MS)
  const bare = openSender(ports.bare, ANSWER_WITHIN_MS)
  try {
    return await steadily(people, EVERY_MS, async person => {
      const request = webhookOf(meta, person)
      const [ofProduct, ofBare] = await Promise.all([
        product.send(request),
        sleep(EVERY_MS / 2).then(() => bare.send(request)),
      ])
      return { person, ofProduct, ofBare }
    })
  } finally {
    product.close()
    bare.close()
  }
}

/** Lets a person write, and returns the webhook of that message as Meta sends it. */
function webhookOf({ app, page }: Meta, person: Person): RawRequest {
  const message = messageOf(person.thread, person.says('Is it there tomorrow, or the day after?'))
  const event = messageEvent(person.thread, message)
  const body = escapedJson(notificationOf([{ app, page, channel: 'messaging', key: person.psid, event }], Date.now()))
  return rawPost(WEBHOOK, { 'x-hub-signature-256': signatureOf(body, app.secret) }, body)
}

/** Waits until each person has an answer of the bot, up to a limit. Returns how many have one. */
async function answersTo(people: readonly Person[]): Promise<number> {
  const answered = () => people.filter(({ thread }) => thread.messages.some(({ from }) => from === 'page')).length
  const until = performance.now() + BOT_TAKES_MS + ANSWERS_WITHIN_MS
  while (answered() < people.length && performance.now() < until) await sleep(200)
  return answered()
}

/** The outcomes of the webhooks that the double sent itself. It measures no times. */
function eventsOf({ webhooks }: Graph): Outcome[] {
  return [...webhooks.outcomes].flatMap(([status, count]) => Array.from({ length: count }, () => ({ status, ms: 0 })))
}

function figuresOf(
  stock: Stock,
  engine: EngineName,
  seen: { exchanges: readonly Exchange[]; events: readonly Outcome[]; accepted: number; answered: number },
): Figure[] {
  const what = `webhook answered while the bot takes ${BOT_TAKES_MS / 1000} s, ${1000 / EVERY_MS} a second`
  const measured = seen.exchanges.slice(WARM_UP)
  const product = timesOf(measured.map(({ ofProduct }) => ofProduct))
  const bare = timesOf(measured.map(({ ofBare }) => ofBare))
  const all = [...seen.exchanges.map(({ ofProduct }) => ofProduct), ...seen.events]
  const refusals = refusalsOf(all)
  stock.say(`${engine}: ${what}: p99 ${shown(product.p99)} ms${refusals && `; not answered 200: ${refusals}`}`)
  const compared = (time: keyof Times): Figure => ({
    what: `${what}, ${time}`,
    engine,
    value: product[time],
    unit: 'ms',
    beside: { what: 'ms', value: bare[time] },
  })
  return [
    { what: `${what}, p99`, engine, value: product.p99, unit: 'ms', target: { atMost: P99_MS } },
    compared('p50'),
    compared('p99'),
    compared('worst'),
    {
      what: `webhooks of ${all.length} not answered 200`,
      engine,
      value: all.filter(each => !isAccepted(each)).length,
      unit: 'webhooks',
      target: { atMost: 0 },
      isRequired: true,
    },
    {
      what: `people of ${seen.accepted} with an accepted message whom the bot's answer reached`,
      engine,
      value: seen.answered,
      unit: 'people',
      target: { atLeast: seen.accepted },
    },
  ]
}

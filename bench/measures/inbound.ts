import { sessionId } from '../../lib/session/session.ts'
import type { EngineName } from '../../local/options.ts'
import { BOT, CHANNEL, type Filled, userIdOf } from '../fill.ts'
import { type LoadResult, type RawRequest, rawRequest, sendAll } from '../http-client.ts'
import type { Figure } from '../report.ts'
import { type Server, startBare, startProduct } from '../server.ts'
import { median, percentile } from '../stats.ts'
import type { Stock } from '../stock.ts'

/** Requests per round, by concurrency. */
const REQUESTS: Readonly<Record<number, number>> = { 1: 1_500, 16: 8_000, 64: 12_000 }
const WARM_UP = 6_000
/**
 * The share of these requests by engine. The DynamoDB engine is so much slower that a full round would take minutes.
 */
const SHARE: Readonly<Record<EngineName, number>> = { sqlite: 1, dynamodb: 0.1 }
const TEXT = 'Is it there tomorrow, or the day after? I am at home till noon.'
/** The rate that must hold with many sessions: this many messages per second, or this share of the rate with few. */
const PER_SECOND = 8_000
const OF_FEW = 0.95
/** The target for the rate, compared with a bare handler. */
const OF_BARE = 0.5
/** The target for one message at a time with many sessions, compared with few. */
const TIME_OF_FEW = 1.05
/** The concurrency that has targets, and for which long load is measured. */
const MANY_AT_ONCE = 64
/** The targets for long load (ms). */
const P99_AT_MOST = 40
const SLOWEST_AT_MOST = 150

export interface InboundSize {
  readonly sessions: readonly [few: number, many: number]
  readonly rounds: number
  /** The duration of the long load in s. */
  readonly longSeconds: number
}

interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly slowest: number
}

/**
 * Measures users' messages over HTTP, spread at random over the stored conversations of a bot in mode `gate` (logged
 * and gated, without a call to a bot), compared with a bare `node:http` handler over the same engine at its best. Alternates rounds of both servers and of few and many conversations, so that other load on the machine
 * affects all alike.
 */
export async function inbound(
  stock: Stock,
  engine: EngineName,
  { sessions: [fewSessions, manySessions], rounds, longSeconds }: InboundSize,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [level, ofSqlite] of Object.entries(REQUESTS)) {
    const load = { engine, atOnce: Number(level), requests: ofSqlite * SHARE[engine] }
    const few = roundsOver(fewSessions)
    const many = roundsOver(manySessions)
    for (let round = 0; round < rounds; round++) {
      for (const { sessions, product, bare } of [few, many]) {
        product.push(await roundOf(stock, 'product', { ...load, sessions }))
        bare.push(await roundOf(stock, 'bare', { ...load, sessions }))
      }
    }
    for (const each of [few, many]) figures.push(...figuresOf(stock, load, each))
    if (load.atOnce === 1) figures.push(timeComparedWithFew(engine, few.product, many.product))
    if (load.atOnce !== MANY_AT_ONCE) continue
    figures.push(rateComparedWithFew(engine, few.product, many.product))
    const requests = Math.ceil(of(many.product, 'perSecond') * longSeconds)
    const long = await roundOf(stock, 'product', { ...load, sessions: manySessions, requests })
    figures.push(...figuresOfLongLoad(engine, long, manySessions, longSeconds))
  }
  return figures
}

interface Rounds {
  readonly sessions: number
  readonly product: Round[]
  readonly bare: Round[]
}

const roundsOver = (sessions: number): Rounds => ({ sessions, product: [], bare: [] })

function timeComparedWithFew(engine: EngineName, few: readonly Round[], many: readonly Round[]): Figure {
  return {
    what: 'inbound, one at a time, p50: many sessions compared with few',
    engine,
    value: of(many, 'p50'),
    unit: 'ms',
    beside: { what: 'ms', value: of(few, 'p50') },
    ...(engine === 'sqlite' && { target: { atMost: TIME_OF_FEW } }),
  }
}

function rateComparedWithFew(engine: EngineName, few: readonly Round[], many: readonly Round[]): Figure {
  const rateOfFew = of(few, 'perSecond')
  return {
    what: `inbound, ${MANY_AT_ONCE} at once: many sessions compared with few`,
    engine,
    value: of(many, 'perSecond'),
    unit: '/s',
    beside: { what: '/s', value: rateOfFew },
    ...(engine === 'sqlite' && { target: { atLeast: Math.min(OF_FEW, PER_SECOND / rateOfFew) } }),
  }
}

function figuresOfLongLoad(engine: EngineName, long: Round, sessions: number, seconds: number): Figure[] {
  const figure = (name: 'p99' | 'slowest', atMost: number): Figure => ({
    what: `inbound, ${MANY_AT_ONCE} at once for ${seconds} s, ${sessions.toLocaleString('en')} sessions, ${name}`,
    engine,
    value: long[name],
    unit: 'ms',
    ...(engine === 'sqlite' && { target: { atMost } }),
  })
  return [figure('p99', P99_AT_MOST), figure('slowest', SLOWEST_AT_MOST)]
}

function figuresOf(
  stock: Stock,
  { engine, atOnce }: { readonly engine: EngineName; readonly atOnce: number },
  { sessions, product, bare }: Rounds,
): Figure[] {
  const what = `inbound, ${atOnce} at once, ${sessions.toLocaleString('en')} sessions`
  const isJudged = atOnce === MANY_AT_ONCE && engine === 'sqlite'
  const perSecond = of(product, 'perSecond')
  stock.say(`${engine}: ${what}: ${Math.round(perSecond)}/s`)
  const latency = (value: 'p50' | 'p99'): Figure => ({
    what: `${what}, ${value}`,
    engine,
    value: of(product, value),
    unit: 'ms',
    beside: { what: 'ms', value: of(bare, value) },
  })
  return [
    {
      what: `${what}, compared with a bare handler`,
      engine,
      value: perSecond,
      unit: '/s',
      beside: { what: '/s', value: of(bare, 'perSecond') },
      ...(isJudged && { target: { atLeast: OF_BARE } }),
    },
    latency('p50'),
    latency('p99'),
  ]
}

function of(rounds: readonly Round[], value: keyof Round): number {
  return median(rounds.map(each => each[value]))
}

async function roundOf(
  stock: Stock,
  which: 'product' | 'bare',
  { engine, sessions, atOnce, requests }: { engine: EngineName; sessions: number; atOnce: number; requests: number },
): Promise<Round> {
  return await stock.use(engine, sessions, which, async (folder, filled) => {
    const server = await serverOf(which, engine, folder)
    try {
      const request = which === 'product' ? toProduct(filled) : toBare(filled)
      const warmUp = which === 'product' ? toProduct(filled, heldByPeople) : toBare(filled, heldByPeople)
      await sendAll({ port: server.port, atOnce, requests: WARM_UP * SHARE[engine], request: warmUp })
      return roundFrom(await sendAll({ port: server.port, atOnce, requests, request }))
    } finally {
      await server.stop()
    }
  })
}

async function serverOf(which: 'product' | 'bare', engine: EngineName, folder: string): Promise<Server> {
  return which === 'product' ? await startProduct(folder, engine) : await startBare(`inbound-${engine}.ts`, [folder])
}

function roundFrom({ perSecond, latenciesMs, statuses }: LoadResult): Round {
  const others = Object.entries(statuses).filter(([status]) => status !== '200')
  if (others.length > 0) throw new Error(`not every message was accepted: ${JSON.stringify(statuses)}`)
  return {
    perSecond,
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    slowest: latenciesMs.at(-1) ?? Number.NaN,
  }
}

/** Picks a user whose conversation the bot holds. */
function anybody({ sessions, held }: Filled): string {
  return userIdOf(held + Math.floor(Math.random() * (sessions - held)))
}

/**
 * Picks a user whose conversation people hold. Messages there open no turns, so the warm-up leaves the others
 * unchanged.
 */
function heldByPeople({ held }: Filled): string {
  return userIdOf(Math.floor(Math.random() * held))
}

let sent = 0
function toProduct(filled: Filled, who = anybody): () => RawRequest {
  const headers = { authorization: `Bearer ${filled.botKey}` }
  return () =>
    rawRequest('POST', `/api/v1/bots/${BOT}/channel/${CHANNEL}/user/${who(filled)}/messages`, headers, {
      id: `message-${sent++}`,
      text: TEXT,
    })
}

function toBare(filled: Filled, who = anybody): () => RawRequest {
  return () => {
    const userId = who(filled)
    const session = sessionId({ botId: BOT, channel: CHANNEL, userId })
    return rawRequest('POST', '/', {}, { id: `message-${sent++}`, session, botId: BOT, userId, text: TEXT })
  }
}

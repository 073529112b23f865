import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { now } from '../history/recorder.ts'

/** An order to a thread of clients, which answers it with `Done`. */
export type Order =
  | { readonly do: 'begin'; readonly url: string; readonly key: string; readonly extra: readonly string[] }
  /** `clients` clients that each send one message after the other. */
  | { readonly do: 'closed'; readonly clients: number; readonly ms: number }
  /** Messages at a fixed rate, whatever the results of earlier ones; at most `max` in flight. */
  | { readonly do: 'open'; readonly perSecond: number; readonly ms: number; readonly max: number }

/** One message and its result. `status` 0: no answer. */
export interface Sent {
  readonly userId: string
  readonly n: number
  readonly invokedAt: number
  readonly endedAt: number
  readonly status: number
  readonly code?: string
  readonly retryAfter?: string
  readonly answer?: { session: string; seq: number; paused: boolean; replies: { seq: number; text?: string }[] }
}

export interface Done {
  readonly sent: readonly Sent[]
  /** Messages that were due while too many were in flight. */
  readonly heldBack: number
  readonly tookMs: number
}

export const CHANNEL = 'load'
/** One message of this many goes to an extra user. */
const EXTRA_EVERY = 6
const TICK_MS = 4
const PATIENCE_MS = 20_000

export const markOf = (userId: string, n: number) => `${userId} says ${n}`

function aLoad({ url, key, extra }: Extract<Order, { do: 'begin' }>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_048 })
  const { hostname, port, pathname } = new URL(url)
  const idle: string[] = []
  const said = new Map<string, number>()
  const busy = new Set<string>()
  let made = 0
  let turn = 0
  let sent: Sent[] = []

  /** A user without a message in flight; extra users take turns. */
  const somebody = (): string => {
    turn += 1
    const special = turn % EXTRA_EVERY === 0 ? extra[(turn / EXTRA_EVERY) % extra.length] : undefined
    if (special !== undefined && !busy.has(special)) return special
    return idle.pop() ?? `load-${made++}`
  }

  const send = (): Promise<void> => {
    const userId = somebody()
    const n = said.get(userId) ?? 0
    said.set(userId, n + 1)
    busy.add(userId)
    const body = JSON.stringify({ id: `m${n}`, text: markOf(userId, n) })
    const invokedAt = now()
    const end = (rest: Omit<Sent, 'userId' | 'n' | 'invokedAt' | 'endedAt'>) => {
      sent.push({ userId, n, invokedAt, endedAt: now(), ...rest })
      busy.delete(userId)
      if (!extra.includes(userId)) idle.push(userId)
    }
    return new Promise(resolve => {
      const sending = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          path: `${pathname}/channel/${CHANNEL}/user/${userId}/messages`,
          timeout: PATIENCE_MS,
          headers: {
            authorization: `Bearer ${key}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        response => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', () => {})
          response.on('close', () => {
            const status = response.complete ? (response.statusCode ?? 0) : 0
            const text = Buffer.concat(chunks).toString()
            if (status === 200) end({ status, answer: JSON.parse(text) })
            else {
              const [, code] = /"code":"([^"]+)"/.exec(text) ?? []
              const retryAfter = response.headers['retry-after']
              end({ status, ...(code && { code }), ...(retryAfter && { retryAfter }) })
            }
            resolve()
          })
        },
      )
      sending.on('timeout', () => sending.destroy(new Error('no answer')))
      sending.on('error', () => {
        end({ status: 0 })
        resolve()
      })
      sending.end(body)
    })
  }

  const closed = async (clients: number, ms: number) => {
    const until = now() + ms
    const client = async () => {
      while (now() < until) await send()
    }
    await Promise.all(Array.from({ length: clients }, client))
    return 0
  }

  const open = async (perSecond: number, ms: number, max: number) => {
    const begin = now()
    const underWay = new Set<Promise<void>>()
    let due = 0
    let heldBack = 0
    while (now() < begin + ms) {
      for (const upTo = ((now() - begin) / 1000) * perSecond; due < upTo; due++) {
        if (underWay.size >= max) {
          heldBack++
          continue
        }
        const sending = send().then(() => void underWay.delete(sending))
        underWay.add(sending)
      }
      await sleep(TICK_MS)
    }
    await Promise.all(underWay)
    return heldBack
  }

  return async (order: Exclude<Order, { do: 'begin' }>): Promise<Done> => {
    sent = []
    const begin = now()
    const heldBack =
      order.do === 'closed' ? await closed(order.clients, order.ms) : await open(order.perSecond, order.ms, order.max)
    return { sent, heldBack, tookMs: now() - begin }
  }
}

let carryOut: ReturnType<typeof aLoad> | undefined
parentPort?.on('message', (order: Order) => {
  if (order.do === 'begin') {
    carryOut = aLoad(order)
    return
  }
  void carryOut?.(order).then(done => parentPort?.postMessage(done))
})

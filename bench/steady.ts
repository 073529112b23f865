import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, open, type RawRequest } from './http-client.ts'
import { percentile } from './stats.ts'

/** The end of a request. */
export interface Outcome {
  /** The status of the answer, or why there was none. */
  readonly status: number | string
  /** From the moment to send it until its end. */
  readonly ms: number
}

export interface Sender {
  send(request: RawRequest): Promise<Outcome>
  close(): void
}

/** Sends each request over a connection that is free, or a new one. Gives up after `withinMs`. */
export function openSender(port: number, withinMs: number): Sender {
  const free: Connection[] = []
  const statusOf = async (request: RawRequest) => {
    let connection: Connection | undefined
    let isLate = false
    const limit = setTimeout(() => {
      isLate = true
      connection?.close()
    }, withinMs)
    try {
      connection = free.pop() ?? (await open(port))
      const { status } = await connection.ask(request)
      free.push(connection)
      return status
    } catch (error) {
      connection?.close()
      return isLate ? `no answer within ${withinMs} ms` : String(error)
    } finally {
      clearTimeout(limit)
    }
  }
  return {
    async send(request) {
      const from = performance.now()
      return { status: await statusOf(request), ms: performance.now() - from }
    },
    close() {
      for (const connection of free) connection.close()
    },
  }
}

/**
 * Makes a call for an item every `everyMs`, without waiting for those before: slow answers must not slow the load down.
 * Returns the results in the order of the items.
 */
export async function steadily<Item, Result>(
  items: readonly Item[],
  everyMs: number,
  call: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const begun = performance.now()
  const calls: Promise<Result>[] = []
  for (const [index, item] of items.entries()) {
    await sleep(Math.max(0, begun + index * everyMs - performance.now()))
    calls.push(call(item))
  }
  return await Promise.all(calls)
}

export interface Times {
  readonly p50: number
  readonly p99: number
  readonly worst: number
}

/** The times of the requests that were answered 200, in ms. */
export function timesOf(outcomes: readonly Outcome[]): Times {
  const ascending = Float64Array.from(outcomes.filter(isAccepted), ({ ms }) => ms).sort()
  return { p50: percentile(ascending, 0.5), p99: percentile(ascending, 0.99), worst: ascending.at(-1) ?? Number.NaN }
}

export function isAccepted({ status }: Outcome): boolean {
  return status === 200
}

/** The requests that were not answered 200, by status and number: "2 × 503". Empty if there is none. */
export function refusalsOf(outcomes: readonly Outcome[]): string {
  const byStatus = Map.groupBy(
    outcomes.filter(each => !isAccepted(each)),
    ({ status }) => status,
  )
  return [...byStatus].map(([status, all]) => `${all.length} × ${status}`).join(', ')
}

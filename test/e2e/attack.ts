import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, call, type TestBot } from './client.ts'

/** Sends raw bytes, and returns what the server sends until it closes the connection or `forMs` have passed. */
export async function sendRaw(url: string, request: string, forMs = 10_000): Promise<string> {
  const socket = await connected(url)
  let heard = ''
  socket.on('data', chunk => {
    heard += chunk
  })
  const closed = once(socket, 'close')
  socket.write(request, 'latin1')
  const late = new AbortController()
  await Promise.race([closed, sleep(forMs, undefined, { signal: late.signal }).catch(() => {})])
  late.abort()
  socket.destroy()
  return heard
}

/** Connects to the server of a URL. Ignores socket errors. */
export async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

export interface Served {
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  readonly p99Ms: number
}

/** Makes requests one after the other, 10 ms apart, until `isOver`; at least one. */
export async function keepAsking(ask: () => Promise<Answer>, isOver: () => boolean): Promise<Served> {
  const statuses: Record<string, number> = {}
  const took: number[] = []
  do {
    const from = performance.now()
    const { status } = await ask()
    took.push(performance.now() - from)
    statuses[status] = (statuses[status] ?? 0) + 1
    await sleep(10)
  } while (!isOver())
  took.sort((a, b) => a - b)
  return { statuses, p99Ms: took[Math.ceil(took.length * 0.99) - 1] ?? 0 }
}

export interface Work {
  readonly agents: Served
  readonly pauses: Served
}

/**
 * An agent lists conversations, and the bot's server pauses and unpauses, until `end` settles. Rejects if `end`
 * rejects.
 */
export async function workFor(bot: TestBot, agentToken: string, end: Promise<unknown>): Promise<Work> {
  let isOver = false
  const over = () => isOver
  const [agents, pauses] = await Promise.all([
    keepAsking(() => call(`${bot.url}/conversations`, { token: agentToken }), over),
    keepAsking(async () => {
      const paused = await bot.pauseUser('carla')
      return paused.status === 200 ? await bot.unpauseUser('carla') : paused
    }, over),
    end.finally(() => {
      isOver = true
    }),
  ])
  return { agents, pauses }
}

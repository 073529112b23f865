import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { keepAsking } from './attack.ts'
import { call, type TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'
import { SocketClient } from './socket.ts'

const MESSAGES = 100
const TEXT = 'x'.repeat(21_000)
const SOCKETS = 3
/** Pings that each socket sends in one burst, once a second. */
const PINGS = 200
const BURSTS = 5
const CALM_MS = 1_000
const BURST_EVERY_MS = 1_000
/** A socket gets at most 2 MB of missing entries in 10 s. */
const BUDGET_BYTES = 2 * 1024 * 1024
const WINDOW_MS = 10_000
const P99_MS = 250
/** On a busy machine, agents may wait this multiple of their p99 before the attack. */
const AS_BEFORE = 10

describe.each(ENGINES)('an anonymous user who keeps pinging for a long log, over %s', engine => {
  const world = runningWorld(engine)
  let bot: TestBot
  let token: string
  let user: { token: string; userId: string; session: string }

  beforeAll(async () => {
    const brain = await world.keep(aBot(() => ({ replies: [] })))
    bot = await world.bot('amplified', { connectorUrl: brain.url })
    token = await world.agentToken(bot.botId, 'Ana')
    user = (await call<typeof user>(`${bot.url}/users/token`, { method: 'POST', json: {} })).body
    for (let n = 0; n < MESSAGES; n++) {
      const { status } = await bot.receive(user.userId, { text: TEXT }, 'web')
      if (status !== 200) throw new Error(`not received: ${status}`)
    }
  }, 60_000)

  const agentsAsk = (isOver: () => boolean) => keepAsking(() => bot.get('conversations?limit=1', token), isOver)

  it('gets a bounded number of bytes, and does not delay agents', { timeout: 60_000 }, async () => {
    const sockets = await Promise.all(
      Array.from({ length: SOCKETS }, () => world.keep(SocketClient.connect(world.dev.socketUrl, user.token))),
    )
    const calmUntil = performance.now() + CALM_MS
    const calm = await agentsAsk(() => performance.now() > calmUntil)
    const begun = performance.now()
    let isOver = false
    const attack = async () => {
      for (let burst = 0; burst < BURSTS; burst++) {
        for (const socket of sockets) {
          for (let n = 0; n < PINGS; n++)
            socket.send({ type: 'ping', id: `${burst}-${n}`, cursors: { [user.session]: 0 } })
        }
        await sleep(BURST_EVERY_MS)
      }
      await Promise.all(sockets.map(answered))
    }
    const [attacked] = await Promise.all([
      agentsAsk(() => isOver),
      attack().finally(() => {
        isOver = true
      }),
    ])
    const windows = Math.ceil((performance.now() - begun) / WINDOW_MS)

    for (const socket of sockets) {
      const bytes = socket.frames
        .filter(frame => frame.type === 'entries')
        .reduce((sum, frame) => sum + Buffer.byteLength(JSON.stringify(frame)), 0)
      expect(bytes).toBeGreaterThan(1_000_000)
      expect(bytes).toBeLessThan(windows * BUDGET_BYTES * 1.1)
    }
    console.info(
      `catch-up (${engine}): an agent's p99 is ${Math.round(attacked.p99Ms)} ms (${Math.round(calm.p99Ms)} before)`,
    )
    expect(Object.keys({ ...calm.statuses, ...attacked.statuses })).toEqual(['200'])
    // The embedded DynamoDB engine shares two cores with everything else and sets the pace, so a bound means nothing
    // there.
    if (engine === 'sqlite') expect(attacked.p99Ms).toBeLessThan(Math.max(P99_MS, AS_BEFORE * calm.p99Ms))
  })

  it('gets the whole log by pings that name its cursor', { timeout: 60_000 }, async () => {
    const socket = await world.keep(SocketClient.connect(world.dev.socketUrl, user.token))
    const deadline = Date.now() + 40_000
    while ((socket.cursors.get(user.session) ?? 0) < MESSAGES && Date.now() < deadline) {
      await socket.ping()
      await new Promise(resolve => setTimeout(resolve, 500))
    }
    expect(socket.logs.get(user.session)?.map(({ seq }) => seq)).toEqual(
      Array.from({ length: MESSAGES }, (_, n) => n + 1),
    )
  })

  it('reads the whole log over HTTP in pages of at most 512 KB', async () => {
    const seen: number[] = []
    while (seen.length < MESSAGES) {
      const page = await bot.log(user.userId, seen.at(-1) ?? 0, 'web')
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(520 * 1024)
      expect(page.entries.length).toBeGreaterThan(0)
      expect(page.upto).toBe(page.entries.at(-1)?.seq)
      seen.push(...page.entries.map(({ seq }) => seq))
    }
    expect(seen).toEqual(Array.from({ length: MESSAGES }, (_, n) => n + 1))
  })
})

/** Resolves when every ping has an answer: a pong, or an error if the server refused it or gave up. */
async function answered(socket: SocketClient): Promise<void> {
  const isAnswer = ({ type }: { readonly type?: string }) => type !== 'entries'
  await socket.next(() => socket.frames.filter(isAnswer).length >= BURSTS * PINGS, 50_000)
}

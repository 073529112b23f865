import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Admission, Lane } from '../admission/admission.ts'
import type { Gateway, SocketEvent } from './gateway.ts'
import { aGateway, Inbox, quietLog } from './test-gateway.ts'
import { aSocketGateway } from './test-socket-gateway.ts'

/** Admits up to `room` at once, and remembers the lanes that asked. */
function doors(room: number): Admission & { readonly asked: Lane[]; inside: number; room: number } {
  return {
    asked: [],
    inside: 0,
    room,
    enter(lane) {
      this.asked.push(lane)
      if (this.inside >= this.room) return false
      this.inside++
      return true
    },
    leave() {
      this.inside--
    },
    hasRoom() {
      return this.inside < this.room
    },
    hold: () => ({ waits: () => {}, free: () => {} }),
    retryAfterSeconds: () => 2,
    close() {},
  }
}

let gateway: Gateway
afterEach(() => gateway.close())

describe('a full gateway', () => {
  it('refuses a request before reading it, and accepts the next one when there is room', async () => {
    const admission = doors(1)
    const working = Promise.withResolvers<void>()
    let calls = 0
    const handler = async () => {
      calls++
      await working.promise
      return { statusCode: 200 }
    }
    gateway = await aGateway({ routes: [{ method: 'POST', path: '/a', handler, lane: 'users' }], admission })
    const post = () => fetch(`${gateway.url}/a`, { method: 'POST', body: 'x'.repeat(100_000) })

    const first = post()
    while (calls === 0) await new Promise(resolve => setTimeout(resolve, 1))
    const refused = await post()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    expect(await refused.json()).toMatchObject({ status: 503, code: 'service.overloaded' })
    expect(calls).toBe(1)

    working.resolve()
    expect((await first).status).toBe(200)
    expect((await post()).status).toBe(200)
    expect(admission.asked).toEqual(['users', 'users'])
    expect(admission.inside).toBe(0)
  })

  it('frees the place of a request that failed', async () => {
    const admission = doors(1)
    const handler = async () => {
      throw new Error('boom')
    }
    gateway = await aGateway({ routes: [{ method: 'GET', path: '/a', handler }], admission })
    for (let n = 0; n < 3; n++) expect((await fetch(`${gateway.url}/a`)).status).toBe(500)
    expect(admission.asked).toEqual(['people', 'people', 'people'])
  })

  it('answers a refused frame with its id, and refuses handshakes', async () => {
    const admission = doors(9)
    const answers = new Inbox<SocketEvent>()
    gateway = await aGateway({
      socket: {
        path: '/ws',
        handler: async event => {
          answers.add(event)
          return { statusCode: 200 }
        },
      },
      admission,
    })
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(gateway.socketUrl)
    await once(socket, 'open')
    admission.room = 0
    socket.send('{"type":"ping","id":"p1"}')
    const [data] = await once(socket, 'message')
    expect(JSON.parse(String(data))).toMatchObject({
      type: 'error',
      replyTo: 'p1',
      code: 'service.overloaded',
      retryAfterSeconds: 2,
    })
    const late = new WebSocket(gateway.socketUrl)
    late.on('error', () => {})
    const [, response] = await once(late, 'unexpected-response')
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2'])
    expect(answers.items.map(({ requestContext }) => requestContext.eventType)).toEqual(['CONNECT'])
  })

  it('refuses a frame of a socket that has too many under way', async () => {
    const working = Promise.withResolvers<void>()
    const on = await aSocketGateway(
      async ({ requestContext }) => {
        if (requestContext.eventType === 'MESSAGE') await working.promise
        return { statusCode: 200 }
      },
      { framesAtOnce: 2 },
    )
    gateway = on.gateway
    const { ws, heard } = await on.opened()
    for (const id of ['a', 'b', 'c']) ws.send(JSON.stringify({ type: 'ping', id }))
    expect(JSON.parse(await heard.find(() => true))).toMatchObject({ replyTo: 'c', code: 'service.overloaded' })
    working.resolve()
    await on.events.find(({ body }) => body?.includes('"b"') === true)
  })
})

describe('listening', () => {
  it('rejects with EADDRINUSE if a gateway or another server uses the port', async () => {
    gateway = await aGateway()
    await expect(aGateway({ port: gateway.port })).rejects.toThrow('EADDRINUSE')
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(aGateway({ port })).rejects.toThrow('EADDRINUSE')
    other.close()
  })

  it('frees the port of all its listeners when it closes', async () => {
    gateway = await aGateway({ log: quietLog() })
    const { port } = gateway
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(`${gateway.url}/nowhere`)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    await gateway.close()
    gateway = await aGateway({ port })
    expect(gateway.port).toBe(port)
  })
})

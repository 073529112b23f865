import { once } from 'node:events'
import type { Context } from 'aws-lambda'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { SocketEvent } from './gateway.ts'
import { aGateway, eventOf } from './test-gateway.ts'
import { aFrame, aSocketGateway } from './test-socket-gateway.ts'

let on: Awaited<ReturnType<typeof aSocketGateway>>
const given = async (...args: Parameters<typeof aSocketGateway>) => {
  on = await aSocketGateway(...args)
}
afterEach(() => on.gateway.close())

describe('a message', () => {
  it('reaches $default as it was sent', async () => {
    await given()
    const { ws, connectionId } = await on.opened()
    ws.send('{"type":"ä"}')
    const event = await eventOf(on.events, 'MESSAGE')

    expect(new Set(Object.keys(event))).toEqual(new Set(['requestContext', 'body', 'isBase64Encoded']))
    expect(event).toMatchObject({
      body: '{"type":"ä"}',
      isBase64Encoded: false,
      requestContext: { routeKey: '$default', connectionId, messageId: expect.stringMatching(/=$/) },
    })
  })

  it('does not wait for the one before it', async () => {
    const first = Promise.withResolvers<void>()
    await given(async ({ body, requestContext }) => {
      if (body === 'slow') await first.promise
      if (body !== undefined) await on.gateway.sockets.push(requestContext.connectionId, aFrame(body))
      return { statusCode: 200 }
    })
    const { ws, heard } = await on.opened()
    ws.send('slow')
    ws.send('fast')

    await heard.find(text => text.includes('fast'))
    expect(heard.items).toHaveLength(1)
    first.resolve()
    await heard.find(text => text.includes('slow'))
  })

  it('is answered by the gateway if its function fails', async () => {
    await given(({ body }) => {
      if (body !== undefined) throw new Error('boom')
      return { statusCode: 200 }
    })
    const { ws, heard, connectionId } = await on.opened()
    ws.send('x')
    const { requestId } = (await eventOf(on.events, 'MESSAGE')).requestContext

    expect(JSON.parse(await heard.find(() => true))).toEqual({
      message: 'Internal server error',
      connectionId,
      requestId,
    })
  })

  it('leaves its function 29 s, one second less than a request does', async () => {
    const has: number[] = []
    const remember = async (_event: unknown, context: Context) => {
      has.push(context.getRemainingTimeInMillis())
      return { statusCode: 200 }
    }
    const routes = [{ method: 'GET', path: '/', handler: remember }]
    const gateway = await aGateway({ routes, socket: { path: '/ws', handler: remember } })
    await fetch(gateway.url)
    const ws = new WebSocket(gateway.socketUrl)
    await once(ws, 'open')
    ws.terminate()
    await gateway.close()

    const [request = 0, handshake = 0] = has
    expect([request, handshake].map(ms => Math.ceil(ms / 1000))).toEqual([30, 29])
  })

  it('is answered by the gateway if its function takes too long, and the function finishes', async () => {
    const release = Promise.withResolvers<void>()
    const finished = Promise.withResolvers<string>()
    const slow = async ({ body }: SocketEvent) => {
      if (body === undefined) return { statusCode: 200 }
      await release.promise
      finished.resolve('to the end')
      return { statusCode: 200 }
    }
    await given(slow, { socketTimeoutMs: 30 })
    const { ws, heard } = await on.opened()
    ws.send('x')

    expect(JSON.parse(await heard.find(() => true))).toMatchObject({ message: 'Endpoint request timed out' })
    release.resolve()
    expect(await finished.promise).toBe('to the end')
  })

  it('may have 32 KB; one byte more closes with 1009, and binary with 1003', async () => {
    await given()
    const one = await on.opened()
    one.ws.send('x'.repeat(32 * 1024))
    expect((await eventOf(on.events, 'MESSAGE')).body).toHaveLength(32 * 1024)
    one.ws.send('x'.repeat(32 * 1024 + 1))
    expect(await one.closed).toBe(1009)
    expect((await eventOf(on.events, 'DISCONNECT')).requestContext.disconnectStatusCode).toBe(1009)

    const two = on.client()
    await two.open
    two.ws.send(Buffer.from([1, 2]))
    expect(await two.closed).toBe(1003)
    expect(on.events.items.filter(event => event.body !== undefined)).toHaveLength(1)
  })
})

describe('the end of a connection', () => {
  it("is reported with the client's code and reason", async () => {
    await given()
    const { ws, connectionId } = await on.opened()
    ws.close(4001, 'enough')
    const event = await eventOf(on.events, 'DISCONNECT')

    expect(event.requestContext).toMatchObject({
      routeKey: '$disconnect',
      connectionId,
      disconnectStatusCode: 4001,
      disconnectReason: 'enough',
    })
    expect(event.headers).toEqual({
      Host: `127.0.0.1:${on.gateway.port}`,
      'x-api-key': '',
      'X-Forwarded-For': '',
      'x-restapi': '',
    })
    expect(await on.gateway.sockets.push(connectionId, aFrame())).toBe('gone')
  })

  it('is reported with an empty reason if the client sends only a code', async () => {
    await given()
    const { ws } = await on.opened()
    ws.close(1001)
    const { disconnectStatusCode, disconnectReason } = (await eventOf(on.events, 'DISCONNECT')).requestContext
    expect([disconnectStatusCode, disconnectReason]).toEqual([1001, ''])
  })

  it('comes after the idle time, and after the longest time of a connection', async () => {
    await given(undefined, { socketIdleMs: 60 })
    expect(await (await on.opened()).closed).toBe(1001)
    await on.gateway.close()

    await given(undefined, { socketMaxMs: 60 })
    expect(await (await on.opened()).closed).toBe(1001)
    expect((await eventOf(on.events, 'DISCONNECT')).requestContext.disconnectReason).toBe('Going away')
  })

  it('is postponed by frames in either direction', async () => {
    await given(undefined, { socketIdleMs: 200 })
    const { ws, heard, connectionId, closed } = await on.opened()
    const begun = Date.now()
    for (let n = 0; n < 8; n++) {
      if (n % 2 === 0) ws.send('still here')
      else await on.gateway.sockets.push(connectionId, aFrame(String(n)))
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    await closed

    expect(heard.items).toHaveLength(4)
    expect(Date.now() - begun).toBeGreaterThanOrEqual(500)
  })

  it('comes with 1001 for every socket when the gateway closes, and reaches the functions', async () => {
    await given()
    const all = await Promise.all([on.opened(), on.opened(), on.opened()])
    const codes = Promise.all(all.map(({ closed }) => closed))
    await on.gateway.close()

    expect(await codes).toEqual([1001, 1001, 1001])
    expect(on.events.items.filter(event => event.requestContext.eventType === 'DISCONNECT')).toHaveLength(3)
  })

  it('has code 1000 after sockets.close, and a second close is harmless', async () => {
    await given()
    const { connectionId, closed } = await on.opened()
    await on.gateway.sockets.close(connectionId)
    await on.gateway.sockets.close(connectionId)
    await on.gateway.sockets.close('unknown')

    expect(await closed).toBe(1000)
    const { disconnectReason } = (await eventOf(on.events, 'DISCONNECT')).requestContext
    expect(disconnectReason).toBe('Connection Closed Normally')
  })
})

describe('a push', () => {
  it('serializes a frame once for any number of sockets', async () => {
    await given()
    const all = await Promise.all([on.opened(), on.opened(), on.opened()])
    const ids = new Set(on.events.items.map(event => event.requestContext.connectionId))
    let written = 0
    const frame = Object.assign(aFrame(), { toJSON: () => `written ${++written}` })
    await Promise.all([...ids].map(id => on.gateway.sockets.push(id, frame)))

    expect(ids.size).toBe(3)
    for (const { heard } of all) expect(await heard.find(() => true)).toBe('"written 1"')
  })

  it('is refused above 128 KB', async () => {
    await given()
    const { connectionId } = await on.opened()

    await expect(on.gateway.sockets.push(connectionId, aFrame('x'.repeat(128 * 1024)))).rejects.toThrow('too large')
  })
})

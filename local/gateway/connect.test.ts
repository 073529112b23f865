import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { eventOf, quietLog, raw } from './test-gateway.ts'
import { aFrame, aSocketGateway, HANDSHAKE } from './test-socket-gateway.ts'

let on: Awaited<ReturnType<typeof aSocketGateway>>
const given = async (...args: Parameters<typeof aSocketGateway>) => {
  on = await aSocketGateway(...args)
}
afterEach(() => on.gateway.close())

describe('$connect', () => {
  it('gets the handshake, with header names as the client wrote them', async () => {
    await given(() => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'interlude.v1' } }))
    await on.opened(['interlude.v1', 'auth.t'], { headers: { 'X-mIxEd': 'one', 'User-Agent': 'test/1' } }, '?a=1&a=2&b')
    const event = await eventOf(on.events, 'CONNECT')

    expect(new Set(Object.keys(event))).toEqual(
      new Set([
        'headers',
        'multiValueHeaders',
        'queryStringParameters',
        'multiValueQueryStringParameters',
        'requestContext',
        'isBase64Encoded',
      ]),
    )
    expect(event.headers).toMatchObject({ 'X-mIxEd': 'one', 'Sec-WebSocket-Protocol': 'interlude.v1,auth.t' })
    expect(event.multiValueHeaders).toMatchObject({ 'X-mIxEd': ['one'], 'X-Forwarded-For': ['127.0.0.1'] })
    expect(event.queryStringParameters).toEqual({ a: '2', b: '' })
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: [''] })
    expect(event.requestContext).toEqual({
      routeKey: '$connect',
      eventType: 'CONNECT',
      extendedRequestId: event.requestContext.requestId,
      requestTime: expect.stringMatching(/ \+0000$/),
      messageDirection: 'IN',
      stage: 'ws',
      connectedAt: expect.any(Number),
      requestTimeEpoch: expect.any(Number),
      identity: { userAgent: 'test/1', sourceIp: '127.0.0.1' },
      requestId: expect.any(String),
      domainName: `127.0.0.1:${on.gateway.port}`,
      connectionId: expect.stringMatching(/^[\w-]{15}=$/),
      apiId: 'local',
    })
  })

  it('ends before the socket opens, and a push before that returns gone', async () => {
    const pushed: string[] = []
    await given(async ({ requestContext }) => {
      if (requestContext.eventType === 'CONNECT')
        pushed.push(await on.gateway.sockets.push(requestContext.connectionId, aFrame()))
      return { statusCode: 200 }
    })
    const { connectionId, heard } = await on.opened()

    expect(pushed).toEqual(['gone'])
    expect(await on.gateway.sockets.push(connectionId, aFrame('later'))).toBe('sent')
    await heard.find(text => text.includes('later'))
    expect(heard.items).toEqual(['{"type":"pong","at":"later"}'])
  })

  it.each([
    ['its own status', () => ({ statusCode: 401 }), 401],
    ['403', () => ({ statusCode: 403, body: 'no' }), 403],
    ['500 if it throws', () => Promise.reject(new Error('boom')), 500],
    ['500 if it returns nothing', () => undefined, 500],
    ['504 if it takes too long', () => new Promise(() => {}), 504],
  ])('refuses a handshake with %s', async (_, handle, status) => {
    await given(handle, { integrationTimeoutMs: 50 })

    expect(await on.refusal(['interlude.v1'])).toBe(status)
    expect(on.events.items.map(event => event.requestContext.eventType)).toEqual(['CONNECT'])
  })

  it('selects the subprotocol with a header of any case, or none without the header', async () => {
    await given(({ requestContext, headers }) => ({
      statusCode: 200,
      ...(requestContext.eventType === 'CONNECT' && headers?.['X-Select'] === 'yes'
        ? { headers: { 'sec-webSocket-PROTOCOL': 'interlude.v1' } }
        : {}),
    }))

    const chosen = await on.opened(['interlude.v1', 'auth.secret'], { headers: { 'X-Select': 'yes' } })
    expect(chosen.ws.protocol).toBe('interlude.v1')
    const answer = await raw(
      on.gateway.port,
      `${HANDSHAKE}Sec-WebSocket-Protocol: interlude.v1\r\n\r\n\x88\x80\x00\x00\x00\x00`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 101 /)
    expect(answer).not.toMatch(/sec-websocket-protocol/i)
  })

  it('is not called for another path or an incomplete handshake', async () => {
    await given()
    const upgrade = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'

    expect(await raw(on.gateway.port, `GET /other HTTP/1.1\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await raw(on.gateway.port, `GET /ws HTTP/1.1\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
    expect((await fetch(`${on.gateway.url}/ws`)).status).toBe(404)
    expect(on.events.items).toEqual([])
  })

  it('is followed by $disconnect if the client left before it ended', async () => {
    const begun = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    await given(async () => {
      begun.resolve()
      await release.promise
      return { statusCode: 200 }
    })
    const socket = connect(on.gateway.port, '127.0.0.1')
    socket.write(`${HANDSHAKE}\r\n`)
    await begun.promise
    socket.resetAndDestroy()
    // The server has seen the reset once another round trip completes.
    await fetch(on.gateway.url)
    release.resolve()

    const left = await eventOf(on.events, 'DISCONNECT')
    expect(left.requestContext).toMatchObject({
      connectionId: (await eventOf(on.events, 'CONNECT')).requestContext.connectionId,
      disconnectStatusCode: 1006,
    })
  })

  it('does not keep the gateway from closing while it runs', async () => {
    const begun = Promise.withResolvers<void>()
    await given(() => {
      begun.resolve()
      return new Promise(() => {})
    })
    const { closed } = on.client()
    await begun.promise
    await on.gateway.close()

    expect(await closed).toBe(1006)
  })

  it('leaves no token in the log if it fails', async () => {
    const log = quietLog()
    await given(() => Promise.reject(new Error('boom')), {}, log)
    await on.refusal(['interlude.v1', 'auth.secret'])

    expect(log.lines).toEqual([expect.stringContaining('a function failed')])
    expect(log.lines.join()).not.toContain('secret')
  })
})

import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpHandler } from './gateway.ts'
import { aGateway, quietLog, raw } from './test-gateway.ts'
import { anHttpGateway } from './test-http-gateway.ts'

let on: Awaited<ReturnType<typeof anHttpGateway>>
const given = async (...args: Parameters<typeof anHttpGateway>) => {
  on = await anHttpGateway(...args)
}
afterEach(() => on.gateway.close())

describe('an HTTP API', () => {
  const message = async (res: Response) => [res.status, await res.text()]

  it('answers an unrouted, oversized or failed request with its own message', async () => {
    await given(async () => {
      throw new Error('boom')
    })
    expect(await message(await on.get('/nowhere'))).toEqual([404, '{"message":"Not Found"}'])
    expect(await message(await on.get('/plain', { method: 'OPTIONS' }))).toEqual([404, '{"message":"Not Found"}'])
    expect((await on.get('/plain', { method: 'HEAD' })).status).toBe(404)
    expect(await message(await on.get('/plain'))).toEqual([500, '{"message":"Internal Server Error"}'])
    const large = await raw(on.gateway.port, 'POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 10485761\r\n\r\n')
    expect(large).toMatch(/^HTTP\/1\.1 413 /)
    expect(large).toContain('{"message":"Request Entity Too Large"}')
  })

  it('refuses a chunked body once it grows too large', async () => {
    await given()
    const piece = `${(1 << 20).toString(16)}\r\n${'x'.repeat(1 << 20)}\r\n`
    const large = await raw(
      on.gateway.port,
      `POST /a/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${piece.repeat(10)}1\r\nx\r\n0\r\n\r\n`,
    )

    expect(large).toMatch(/^HTTP\/1\.1 413 /)
  })

  it.each([
    { statusCode: 'abc' },
    { statusCode: 42 },
    { statusCode: 200, body: { not: 'text' } },
    { statusCode: 200, headers: { 'bad name': 'x' } },
    { statusCode: 200, headers: { x: 'two\r\nlines' } },
    { statusCode: 200, cookies: 'a=1' },
    { statusCode: 200, cookies: ['a=1\r\nx: y'] },
  ])('answers 500 to the malformed result %j', async result => {
    await given(async () => result)

    expect(await message(await on.get('/plain'))).toEqual([500, '{"message":"Internal Server Error"}'])
  })

  it('refuses more than 10 KB of request line and headers', async () => {
    await given()
    const withToken = (bytes: number) => on.get('/plain', { headers: { authorization: `Bearer ${'x'.repeat(bytes)}` } })

    expect((await withToken(9_000)).status).toBe(200)
    expect((await withToken(10_240)).status).toBe(431)
  })

  it('answers 400 for a malformed URI, and keeps serving', async () => {
    await given()

    expect(await raw(on.gateway.port, 'GET /a/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    )
    expect(await raw(on.gateway.port, 'GET /a/%c3%28 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    )
    expect(await raw(on.gateway.port, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    )
    expect((await on.get('/plain')).status).toBe(200)
  })

  it('answers 503 if a function takes too long, and lets the function finish', async () => {
    const finished = Promise.withResolvers<string>()
    const release = Promise.withResolvers<void>()
    await given(
      async () => {
        await release.promise
        finished.resolve('to the end')
        return { statusCode: 200 }
      },
      { limits: { integrationTimeoutMs: 30 } },
    )

    expect(await message(await on.get('/plain'))).toEqual([503, '{"message":"Service Unavailable"}'])
    release.resolve()
    expect(await finished.promise).toBe('to the end')
  })

  it('passes on status, headers, cookies and bytes', async () => {
    await given(async () => ({
      statusCode: 201,
      headers: { 'X-One': 1, 'Content-Type': 'image/png', 'content-length': 99 },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: Buffer.from([1, 2, 255]).toString('base64'),
      isBase64Encoded: true,
    }))
    const res = await on.get('/plain')

    expect(res.status).toBe(201)
    expect(Object.fromEntries(res.headers)).toMatchObject({
      'x-one': '1',
      'content-type': 'image/png',
      'content-length': '3',
    })
    expect(res.headers.get('apigw-requestid')).toMatch(/=$/)
    expect(res.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
    expect(Buffer.from(await res.arrayBuffer())).toEqual(Buffer.from([1, 2, 255]))
  })

  it.each([
    [{ hello: 'you' }, '{"hello":"you"}'],
    ['just text', 'just text'],
    [[1, 2], '[1,2]'],
    [undefined, 'null'],
  ])('returns a result without a status code as the body of a 200: %j', async (result, body) => {
    await given(async () => result)
    const res = await on.get('/plain')

    expect([res.status, res.headers.get('content-type'), await res.text()]).toEqual([200, 'application/json', body])
  })

  it('gives the function its request id and its remaining time', async () => {
    const remaining: number[] = []
    await given(async (_: unknown, context: Parameters<HttpHandler>[1]) => {
      remaining.push(context.getRemainingTimeInMillis())
      return { id: context.awsRequestId }
    })

    expect(await (await on.get('/plain')).json()).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    })
    expect(remaining[0]).toBeGreaterThan(20_000)
    expect(remaining[0]).toBeLessThanOrEqual(30_000)
  })

  it('asks the pages beside it only for requests that no route matches', async () => {
    const asked: (string | undefined)[] = []
    await given(undefined, {
      extra: async (req, res) => {
        asked.push(req.url)
        if (req.url === '/fails') throw new Error('boom')
        if (req.url !== '/page') return false
        res.end('a page')
        return true
      },
    })

    expect(await (await on.get('/page')).text()).toBe('a page')
    expect((await on.get('/plain')).status).toBe(200)
    expect((await on.get('/other')).status).toBe(404)
    expect((await on.get('/fails')).status).toBe(500)
    expect(asked).toEqual(['/page', '/other', '/fails'])
  })

  it('does not invoke a function for a client that left in the middle of its body', async () => {
    const log = quietLog()
    await given(undefined, { log })
    const before = on.events.items.length
    const socket = connect(on.gateway.port, '127.0.0.1')
    socket.write('POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf')
    await once(socket, 'connect')
    await on.get('/plain')
    socket.destroy()
    await on.get('/plain')

    expect(on.events.items.slice(before).map(event => event.routeKey)).toEqual(['GET /plain', 'GET /plain'])
    expect(log.lines).toEqual([])
  })

  it('waits for running functions when it closes, and rejects a port that is taken', async () => {
    const begun = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    await given(async () => {
      begun.resolve()
      await release.promise
      return 'done'
    })
    await expect(aGateway({ port: on.gateway.port })).rejects.toThrow('EADDRINUSE')
    const answer = on.get('/plain')
    await begun.promise
    const closed = on.gateway.close()
    release.resolve()

    expect(await (await answer).text()).toBe('done')
    await closed
    await expect(on.get('/plain')).rejects.toThrow()
  })
})

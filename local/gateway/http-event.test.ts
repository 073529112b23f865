import { afterEach, describe, expect, it } from 'vitest'
import { raw } from './test-gateway.ts'
import { anHttpGateway } from './test-http-gateway.ts'

let on: Awaited<ReturnType<typeof anHttpGateway>>
const given = async (...args: Parameters<typeof anHttpGateway>) => {
  on = await anHttpGateway(...args)
}
afterEach(() => on.gateway.close())

describe('an HTTP event', () => {
  it('has the keys of a real event, and no more', async () => {
    await given()
    await on.get('/plain')

    expect(new Set(Object.keys(on.last()))).toEqual(
      new Set(['version', 'routeKey', 'rawPath', 'rawQueryString', 'headers', 'requestContext', 'isBase64Encoded']),
    )
    expect(new Set(Object.keys(on.last().requestContext))).toEqual(
      new Set([
        'accountId',
        'apiId',
        'domainName',
        'domainPrefix',
        'http',
        'requestId',
        'routeKey',
        'stage',
        'time',
        'timeEpoch',
      ]),
    )
    expect(on.last()).toMatchObject({
      version: '2.0',
      routeKey: 'GET /plain',
      rawPath: '/plain',
      rawQueryString: '',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/plain', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'node' },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        routeKey: 'GET /plain',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
      headers: {
        'content-length': '0',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(on.gateway.port),
        'x-forwarded-proto': 'http',
      },
    })
  })

  it('has a decoded path and parameters, and cuts the path at a decoded question mark', async () => {
    await given()

    await on.get('/a/ana%40home%20')
    expect(on.last()).toMatchObject({
      rawPath: '/a/ana@home ',
      pathParameters: { x: 'ana@home ' },
      routeKey: 'GET /a/{x}',
    })
    await on.get('/a/b%3Fc/d?e=1')
    expect(on.last()).toMatchObject({ rawPath: '/a/b', pathParameters: { x: 'b' }, rawQueryString: 'e=1' })
    await on.get('/files/x/y%2Fz')
    expect(on.last()).toMatchObject({ rawPath: '/files/x/y/z', pathParameters: { rest: 'x/y/z' } })
    expect((await on.get('/a/b%2Fc')).status).toBe(404)
  })

  it('joins repeated query keys with a comma, and leaves the raw query unchanged', async () => {
    await given()
    await on.get('/plain?a=1&b=%20x+y&a=2&c&d=%zz')

    expect(on.last()).toMatchObject({
      rawQueryString: 'a=1&b=%20x+y&a=2&c&d=%zz',
      queryStringParameters: { a: '1,2', b: ' x y', c: '', d: '%zz' },
    })
  })

  it('has lower-case header names, joins repeated headers and separates cookies', async () => {
    await given()
    await raw(
      on.gateway.port,
      'GET /plain HTTP/1.1\r\nHost: bots.example:3000\r\nX-Tag: a\r\nx-tag: b\r\nConstructor: c\r\nCookie: a=1; b=2\r\n' +
        'X-Forwarded-For: 9.9.9.9\r\nConnection: close\r\n\r\n',
    )

    expect(on.last().cookies).toEqual(['a=1', 'b=2'])
    expect(on.last().headers).toMatchObject({
      'x-tag': 'a,b',
      constructor: 'c',
      'x-forwarded-for': '9.9.9.9, 127.0.0.1',
    })
    expect(on.last().headers).not.toHaveProperty('cookie')
    expect(on.last().headers).not.toHaveProperty('connection')
    expect(on.last().requestContext).toMatchObject({ domainName: 'bots.example:3000', domainPrefix: 'bots' })
  })

  it('carries text as text, and any other body as base64', async () => {
    await given()

    await on.post('{"a":"ä"}', 'application/json; charset=utf-8')
    expect(on.last()).toMatchObject({ body: '{"a":"ä"}', isBase64Encoded: false })
    await on.post('<a/>', 'application/atom+xml')
    expect(on.last()).toMatchObject({ body: '<a/>', isBase64Encoded: false })
    await on.post(new Uint8Array([0xff, 0x00]), 'image/png')
    expect(on.last()).toMatchObject({ body: '/wA=', isBase64Encoded: true })
    await on.post('a=1', 'application/x-www-form-urlencoded')
    expect(on.last()).toMatchObject({ body: Buffer.from('a=1').toString('base64'), isBase64Encoded: true })
    await on.post(new Uint8Array([0xff]), 'application/json')
    expect(on.last()).toMatchObject({ body: '/w==', isBase64Encoded: true })
    await on.post('')
    expect(on.last()).not.toHaveProperty('body')
  })

  it('joins the chunks of a body', async () => {
    await given()
    await raw(
      on.gateway.port,
      'POST /a/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n' +
        '5\r\nhallo\r\n1\r\n!\r\n0\r\n\r\n',
    )

    expect(on.last().body).toBe('hallo!')
  })
})

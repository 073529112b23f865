import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Gateway } from './gateway.ts'
import { aGateway, raw } from './test-gateway.ts'
import { isWebSocketUpgrade, serveWithoutUpgrade } from './upgrades.ts'

/** The headers of the first request of `curl --http2` and of Java's client. */
const H2C =
  'Host: 127.0.0.1\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n' +
  'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n'
const LAST = 'GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

let end: () => unknown
afterEach(() => end())

describe('a request that offers h2c', () => {
  const given = async () => {
    const seen: string[] = []
    const gateway: Gateway = await aGateway({
      routes: [
        {
          method: 'ANY',
          path: '/{path+}',
          handler: async ({ body, headers }) => {
            seen.push(...Object.keys(headers).filter(name => /upgrade|http2/.test(name)))
            return { statusCode: 200, body: `got ${body ?? 'nothing'}` }
          },
        },
      ],
    })
    end = () => gateway.close()
    return { gateway, seen }
  }

  it('is answered in HTTP/1.1, and the connection stays open', async () => {
    const { gateway, seen } = await given()
    const socket = connect(gateway.port, '127.0.0.1')
    const ask = async (request: string) => {
      socket.write(request)
      return String((await once(socket, 'data'))[0])
    }
    expect(await ask(`GET /docs HTTP/1.1\r\n${H2C}\r\n`)).toMatch(/^HTTP\/1\.1 200 .*got nothing$/s)
    const type = 'Content-Type: text/plain\r\nContent-Length: 5\r\n'
    expect(await ask(`POST /a HTTP/1.1\r\n${H2C}${type}\r\nhello`)).toMatch(/^HTTP\/1\.1 200 .*got hello$/s)
    expect(await ask(LAST)).toMatch(/^HTTP\/1\.1 200 /)
    expect(seen).toEqual([])
  })

  it('a WebSocket upgrade at another path is refused with 403', async () => {
    const { gateway } = await given()
    const wants = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n'
    expect(await raw(gateway.port, `GET /docs HTTP/1.1\r\n${wants}`)).toMatch(/^HTTP\/1\.1 403 /)
  })
})

/** Node before 24.9 treats every request with an `Upgrade` header as an upgrade. */
describe('a server that cannot choose its upgrades', () => {
  const given = async () => {
    const server: Server = createServer((req, res) => {
      req.setEncoding('latin1')
      let body = ''
      req.on('data', chunk => {
        body += chunk
      })
      req.on('end', () => res.end(`${req.method} ${req.url} ${req.headers.upgrade} ${req.headers.accept} got ${body}`))
    })
    server.on('upgrade', (req, socket, head) => {
      if (isWebSocketUpgrade(req)) socket.end('HTTP/1.1 101 Yes\r\n\r\n')
      else serveWithoutUpgrade(server, req, socket, head)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    end = () => {
      server.close()
      server.closeAllConnections()
    }
    return (server.address() as AddressInfo).port
  }

  it('serves the request with its body, and the next one of the connection', async () => {
    const port = await given()
    const answer = await raw(port, `POST /a?b=c HTTP/1.1\r\n${H2C}Content-Length: 11\r\n\r\nhello w\xf6rld${LAST}`)

    expect(answer).toContain('POST /a?b=c undefined */* got hello w\xc3\xb6rld')
    expect(answer).toContain('GET /last undefined undefined got ')
  })

  it('serves a body that arrives later', async () => {
    const port = await given()
    const answer = await raw(
      port,
      `POST /a HTTP/1.1\r\n${H2C}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n${LAST}`,
    )

    expect(answer).toContain('got abc')
  })
})

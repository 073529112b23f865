import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { afterEach, describe, expect, it } from 'vitest'
import { apiGatewaySockets } from './sockets.ts'

let server: Server
let asked = 0
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Makes sockets with the real SDK, whose every request gets this answer. */
async function answering(status: number, headers: Record<string, string> = {}, body = '') {
  asked = 0
  server = createServer((req, res) => {
    asked++
    req.resume().on('end', () => res.writeHead(status, headers).end(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return apiGatewaySockets(
    new ApiGatewayManagementApiClient({ endpoint, region: 'local', credentials, maxAttempts: 2 }),
  )
}

const frame = { type: 'pong', at: 'now' } as const

describe('a push to a socket behind API Gateway', () => {
  it.each([
    ['a GoneException', { 'x-amzn-errortype': 'GoneException' }, '{"message":"Gone"}'],
    ['a bare 410', {}, ''],
    ['a 410 with no JSON', { 'content-type': 'text/html' }, '<h1>Gone</h1>'],
  ])('returns gone after %s', async (_, headers, body) => {
    const sockets = await answering(410, headers, body)

    expect(await sockets.push('c-1', frame)).toBe('gone')
    await sockets.close('c-1')
    expect(asked).toBe(2)
  })

  it('throws after one retry if the service answers 503', async () => {
    const sockets = await answering(503)

    await expect(sockets.push('c-1', frame)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503, attempts: 2 } })
    expect(asked).toBe(2)
  })

  it('throws without a retry if the role may not post', async () => {
    const sockets = await answering(403, { 'x-amzn-errortype': 'ForbiddenException' }, '{"message":"Forbidden"}')

    await expect(sockets.push('c-1', frame)).rejects.toMatchObject({ name: 'ForbiddenException' })
    expect(asked).toBe(1)
  })
})

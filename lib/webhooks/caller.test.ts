import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { createWebhookCaller } from './caller.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

/** A message and its turn each have a place in the runner's lane for users. */
const TURNS_AT_ONCE = 1_024

interface Received {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Starts a server on loopback; returns what it receives, and a function that calls it. */
async function aServer(answer: RequestListener) {
  const received: Received[] = []
  const connections = new Set<Socket>()
  const server = createServer((request, response) => {
    connections.add(request.socket)
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const { method, url: path, headers } = request
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') })
      answer(request, response)
    })
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const caller = createWebhookCaller('loopback-too')
  const url = `http://127.0.0.1:${port}/hook?x=1`
  const call = (more: Partial<Parameters<typeof caller.post>[0]> = {}) =>
    caller.post({ url, secret: SECRET, id: 'ses_1:1', body: { text: 'grüße 🙂' }, timeoutMs: 5_000, ...more })
  return { received, connections, call, url, port, server }
}

const answers = (status: number, body = '', headers = {}) =>
  aServer((_, response) => response.writeHead(status, headers).end(body))

describe('a webhook call', () => {
  it('is signed as Standard Webhooks defines, over the exact bytes that are sent', async () => {
    const { call, received } = await answers(200, '{"replies":[]}')
    expect(await call()).toEqual({ status: 'ok', body: { replies: [] } })

    const [{ method, path, headers, body }] = received as [Received]
    expect([method, path]).toEqual(['POST', '/hook?x=1'])
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Interlude',
      'webhook-id': 'ses_1:1',
    })
    const signed = headers as Record<string, string>
    expect(new Webhook(SECRET).verify(body, signed)).toEqual({ text: 'grüße 🙂' })
    expect(() => new Webhook(SECRET).verify(body.replace('ü', 'u'), signed)).toThrow()
    expect(() => new Webhook(SECRET).verify(body, { ...signed, 'webhook-id': 'ses_1:2' })).toThrow()
    expect(() => new Webhook(`whsec_${Buffer.from('x'.repeat(32)).toString('base64')}`).verify(body, signed)).toThrow()
  })

  it('waits for no connection: a slow bot gets all turns of a full runner at once', async () => {
    const waiting: (() => void)[] = []
    const { call, received } = await aServer((_, response) => {
      waiting.push(() => response.end('{}'))
      if (waiting.length === TURNS_AT_ONCE) for (const end of waiting) end()
    })
    const results = await Promise.all(Array.from({ length: TURNS_AT_ONCE }, () => call({ timeoutMs: 20_000 })))
    expect(received.length).toBe(TURNS_AT_ONCE)
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['ok']))
  })

  it('does not send the secret', async () => {
    const { call, received } = await answers(200)
    await call()
    expect(JSON.stringify(received)).not.toContain(SECRET.slice(6))
  })

  it('reuses a connection', async () => {
    const { call, connections } = await answers(200, '{}')
    for (let times = 0; times < 3; times++) expect(await call()).toMatchObject({ status: 'ok' })
    expect(connections.size).toBe(1)
  })

  it('is repeated if a kept connection turns out to be closed', async () => {
    const seen = new Set<Socket>()
    const { call, received } = await aServer((request, response) => {
      if (seen.has(request.socket)) return request.socket.destroy()
      seen.add(request.socket)
      response.end('{"ok":true}')
    })
    expect(await call()).toEqual({ status: 'ok', body: { ok: true } })
    expect(await call({ id: 'ses_1:2' })).toEqual({ status: 'ok', body: { ok: true } })
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(['ses_1:1', 'ses_1:2', 'ses_1:2'])
  })

  it('is not repeated if a new connection is closed', async () => {
    const { call, received } = await aServer(request => request.socket.destroy())
    expect(await call()).toMatchObject({ status: 'retry' })
    expect(received).toHaveLength(1)
  })
})

describe('an answer to a webhook call', () => {
  it.each([
    [200, 'ok'],
    [201, 'ok'],
    [204, 'ok'],
    [301, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'missing'],
    [410, 'missing'],
    [408, 'retry'],
    [409, 'retry'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [502, 'retry'],
    [503, 'retry'],
  ])('counts by its status: %i as %s', async (code, status) => {
    const { call } = await answers(code)
    expect(await call()).toEqual(status === 'ok' ? { status, body: undefined } : { status, reason: `answered ${code}` })
  })

  it.each([
    ['empty', ''],
    ['a text', 'OK'],
    ['an HTML page', '<html>'],
    ['JSON cut in half', '{"half":'],
    ['JSON nested too deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('counts as empty if it is not valid JSON: %s', async (_what, body) => {
    const { call } = await answers(200, body)
    expect(await call()).toEqual({ status: 'ok', body: undefined })
  })

  it('is refused and not followed if it is a redirect', async () => {
    const other = await answers(200, '{"secret":true}')
    const { call } = await answers(307, '', { location: other.url })
    expect(await call()).toEqual({ status: 'refused', reason: 'answered 307' })
    expect(other.received).toEqual([])
  })

  it('is not read to its end if it is longer than 524,288 bytes', async () => {
    let sent = 0
    const { call } = await aServer((_, response) => {
      const more = () => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 65_536
          if (!response.write('x'.repeat(65_536))) return
        }
      }
      response.on('drain', more)
      more()
    })
    expect(await call()).toEqual({ status: 'retry', reason: 'the answer is longer than 524288 bytes' })
    expect(sent).toBeLessThan(50_000_000)
  })

  it('is accepted with 400,000 characters', async () => {
    const { call } = await answers(200, JSON.stringify({ text: 'x'.repeat(400_000) }))
    expect(await call()).toMatchObject({ status: 'ok', body: { text: expect.stringMatching(/^x{400000}$/) } })
  })
})

describe('a server without an answer', () => {
  it('gets a retry after a timeout', async () => {
    const { call } = await aServer(() => {})
    expect(await call({ timeoutMs: 100 })).toEqual({ status: 'retry', reason: 'no answer within 100 ms' })
  })

  it('is skipped for a while by calls with skipIfSilent only, until it answers', async () => {
    let answersWith: string | undefined
    const { call, received } = await aServer((_, response) => answersWith !== undefined && response.end(answersWith))
    expect(await call({ timeoutMs: 50, skipIfSilent: true })).toEqual({
      status: 'retry',
      reason: 'no answer within 50 ms',
    })
    const skipped = await call({ skipIfSilent: true })
    expect(skipped).toEqual({ status: 'skipped', waitMs: expect.any(Number) })
    expect((skipped as { waitMs: number }).waitMs).toBeGreaterThan(25_000)
    expect(received).toHaveLength(1)

    answersWith = '{}'
    expect(await call()).toMatchObject({ status: 'ok' })
    expect(await call({ skipIfSilent: true })).toMatchObject({ status: 'ok' })
    expect(received).toHaveLength(3)
  })

  it('gets no more time after it has begun an answer', async () => {
    const { call } = await aServer((_, response) => response.write('{'))
    const startedAt = performance.now()
    expect(await call({ timeoutMs: 100 })).toMatchObject({ status: 'retry' })
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  it('gets a retry if it refuses the connection', async () => {
    const { call, server } = await answers(200)
    await new Promise(resolve => server.close(resolve))
    expect(await call()).toMatchObject({ status: 'retry', reason: 'the host refused the connection' })
  })

  it('gets a retry if its name does not exist', async () => {
    const caller = createWebhookCaller('outside')
    const url = 'https://nobody.invalid/'
    expect(await caller.post({ url, secret: SECRET, id: 'x', body: {}, timeoutMs: 5_000 })).toMatchObject({
      status: 'retry',
    })
  })
})

describe('the webhook caller on AWS', () => {
  it.each([
    ['http://127.0.0.1', 'only https is allowed'],
    ['https://127.0.0.1', 'the address is inside the network'],
    ['https://[::1]', 'the address is inside the network'],
    ['https://[::ffff:7f00:1]', 'the address is inside the network'],
    ['https://169.254.169.254', 'the address is inside the network'],
    // The name resolves first, and the connection is then refused.
    ['https://localhost', 'the address is inside the network'],
  ])('refuses %s before it sends anything', async (origin, reason) => {
    const { port, connections } = await answers(200)
    const caller = createWebhookCaller('outside')
    const url = `${origin}:${port}/`
    expect(await caller.post({ url, secret: SECRET, id: 'x', body: {}, timeoutMs: 5_000 })).toEqual({
      status: 'refused',
      reason,
    })
    expect(connections.size).toBe(0)
  })
})

import { UnsecuredJWT } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { USER_TOKEN_ISSUER_PREFIX } from '../../lib/auth/users.ts'
import { eventOf } from './test-gateway.ts'
import { aFrame, aSocketGateway } from './test-socket-gateway.ts'

let on: Awaited<ReturnType<typeof aSocketGateway>>
afterEach(() => on.gateway.close())

const MB = 1024 * 1024
const tokenOf = (issuer: string, subject: string) => new UnsecuredJWT({}).setIssuer(issuer).setSubject(subject).encode()
const aUser = (subject: string) => ['interlude.v1', `auth.${tokenOf(`${USER_TOKEN_ISSUER_PREFIX}demo`, subject)}`]
const anAgent = ['interlude.v1', `auth.${tokenOf('https://issuer.example', 'ana')}`]
const allow = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'interlude.v1' } })

const opened = async (protocols: string[]) => {
  const client = on.client(protocols)
  await client.open
  return client
}

describe('the backlogs of all sockets together', () => {
  it('are limited by cutting off slow readers, while a socket that reads stays open', async () => {
    on = await aSocketGateway(allow, { backlogBytes: 4 * MB })
    const idle = await Promise.all(Array.from({ length: 8 }, (_, n) => opened(aUser(`idle-${n}`))))
    for (const { ws } of idle) ws.pause()
    const reader = await opened(aUser('reader'))
    const connections = on.events.items.map(({ requestContext: { connectionId } }) => connectionId)
    const readers = connections.at(-1) ?? ''
    const frame = aFrame('x'.repeat(100_000))
    // Less to each socket than the limit of a single one.
    for (let sent = 0; sent < 75; sent++) {
      for (const connectionId of connections.slice(0, -1)) await on.gateway.sockets.push(connectionId, frame)
      expect(await on.gateway.sockets.push(readers, aFrame(`${sent}.`))).toBe('sent')
      await reader.heard.find(text => text.includes(`"${sent}."`))
    }
    const left = await eventOf(on.events, 'DISCONNECT')
    expect(left.requestContext).toMatchObject({
      disconnectStatusCode: 1008,
      disconnectReason: 'Reads too slowly',
    })
    expect(reader.ws.readyState).toBe(WebSocket.OPEN)
  })
})

describe('sockets of one user', () => {
  /** How a handshake ends: `open`, or the status of its refusal. */
  const attempt = (protocols: string[]) =>
    new Promise(resolve => {
      const { ws } = on.client(protocols)
      ws.once('open', () => resolve('open'))
      ws.once('unexpected-response', (_, res) => resolve(`${res.statusCode} ${res.headers['retry-after']}`))
    })
  const attempts = (protocols: string[], count: number) =>
    Promise.all(Array.from({ length: count }, () => attempt(protocols)))
  const opens = (results: unknown[]) => results.filter(result => result === 'open').length

  it('are limited, even for concurrent handshakes, and do not limit other users or agents', async () => {
    on = await aSocketGateway(allow, { userSockets: 3 })
    const results = await attempts(aUser('u1'), 10)
    expect(opens(results)).toBe(3)
    for (const result of results) expect(result).toMatch(/^open$|^429 [123]$/)
    expect(opens(await attempts(aUser('u2'), 3))).toBe(3)
    expect(opens(await attempts(anAgent, 10))).toBe(10)
    expect(await attempt(aUser('u1'))).toMatch(/^429 /)
  })

  it('make room for another when one is closed', async () => {
    on = await aSocketGateway(allow, { userSockets: 1 })
    const first = await opened(aUser('u1'))
    expect(await attempt(aUser('u1'))).toMatch(/^429 /)
    first.ws.close()
    await eventOf(on.events, 'DISCONNECT')
    expect(await attempt(aUser('u1'))).toBe('open')
  })

  it('are not counted if the function refuses the token', async () => {
    const statuses = [401, 401, 401]
    on = await aSocketGateway(() => ({ ...allow(), statusCode: statuses.shift() ?? 200 }), { userSockets: 1 })
    expect(await attempts(aUser('u1'), 3)).toEqual(Array(3).fill('401 undefined'))
    expect(await attempt(aUser('u1'))).toBe('open')
  })

  it('above the limit get a $disconnect if the function had accepted them at the same time', async () => {
    const all = Promise.withResolvers<void>()
    let connecting = 0
    on = await aSocketGateway(
      async ({ requestContext: { eventType } }) => {
        if (eventType === 'CONNECT' && ++connecting === 3) all.resolve()
        await all.promise
        return allow()
      },
      { userSockets: 1 },
    )
    expect(opens(await attempts(aUser('u1'), 3))).toBe(1)
    const left = await eventOf(on.events, 'DISCONNECT')
    expect(left.requestContext).toMatchObject({
      disconnectStatusCode: 1008,
      disconnectReason: 'Too many connections',
    })
  })

  it('cannot be hidden behind a second token in the handshake', async () => {
    on = await aSocketGateway(allow, { userSockets: 1 })
    expect(await attempt([...anAgent, ...aUser('u1').slice(1)])).toMatch(/^400 /)
    expect(on.events.items).toEqual([])
  })
})

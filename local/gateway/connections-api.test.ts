import { once } from 'node:events'
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Gateway, SocketEvent } from './gateway.ts'
import { aGateway, eventOf, Inbox } from './test-gateway.ts'

let gateway: Gateway
let client: ApiGatewayManagementApiClient
let events: Inbox<SocketEvent>
const duringConnect: unknown[] = []

beforeEach(async () => {
  events = new Inbox()
  gateway = await aGateway({
    extra: (req, res) => gateway.connections(req, res),
    socket: {
      path: '/ws',
      handler: async event => {
        const { connectionId: ConnectionId, eventType } = event.requestContext
        if (eventType === 'CONNECT')
          await client
            .send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
            .catch(error => duringConnect.push(error))
        events.add(event)
        return { statusCode: 200 }
      },
    },
  })
  client = new ApiGatewayManagementApiClient({
    endpoint: gateway.url,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
})
afterEach(async () => {
  client.destroy()
  await gateway.close()
})

const open = async () => {
  const ws = new WebSocket(gateway.socketUrl, { headers: { 'User-Agent': 'test/1' } })
  const heard = new Inbox<string>()
  ws.on('message', data => heard.add(String(data)))
  await once(ws, 'open')
  return { ws, heard, ConnectionId: (await eventOf(events, 'CONNECT')).requestContext.connectionId }
}

describe('the @connections API', () => {
  it('posts to a connection, describes it and closes it', async () => {
    const { ws, heard, ConnectionId } = await open()

    await client.send(new PostToConnectionCommand({ ConnectionId, Data: '{"type":"ä"}' }))
    expect(await heard.find(() => true)).toBe('{"type":"ä"}')
    const info = await client.send(new GetConnectionCommand({ ConnectionId }))
    expect(info).toMatchObject({ Identity: { SourceIp: '127.0.0.1', UserAgent: 'test/1' } })
    expect(info.LastActiveAt?.getTime()).toBeGreaterThanOrEqual(info.ConnectedAt?.getTime() ?? Number.POSITIVE_INFINITY)
    const closed = once(ws, 'close')
    await client.send(new DeleteConnectionCommand({ ConnectionId }))
    await closed
    expect(await eventOf(events, 'DISCONNECT')).toBeDefined()
  })

  it('answers 410 for an unknown, a closed and a not yet open connection', async () => {
    const { ws, ConnectionId } = await open()
    ws.close()
    await eventOf(events, 'DISCONNECT')

    const gone = { name: 'GoneException', $metadata: { httpStatusCode: 410 } }
    for (const id of ['unknown=', ConnectionId]) {
      await expect(client.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'x' }))).rejects.toMatchObject(
        gone,
      )
      await expect(client.send(new GetConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject(gone)
      await expect(client.send(new DeleteConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject(gone)
    }
    expect(duringConnect.at(-1)).toMatchObject(gone)
  })

  it('accepts at most 128 KB', async () => {
    const { heard, ConnectionId } = await open()

    await client.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(128 * 1024) }))
    expect(await heard.find(() => true)).toHaveLength(128 * 1024)
    await expect(
      client.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(128 * 1024 + 1) })),
    ).rejects.toMatchObject({ name: 'PayloadTooLargeException' })
  })

  it('answers at its path with or without the stage, and nowhere else', async () => {
    const { heard, ConnectionId } = await open()

    const path = `@connections/${encodeURIComponent(ConnectionId)}`
    for (const prefix of ['', 'ws/']) {
      const res = await fetch(`${gateway.url}/${prefix}${path}`, { method: 'POST', body: prefix || 'none' })
      expect(res.status).toBe(200)
      await heard.find(text => text === (prefix || 'none'))
    }
    expect((await fetch(`${gateway.url}/${path}`, { method: 'PUT' })).status).toBe(403)
    expect((await fetch(`${gateway.url}/@connections/%zz`)).status).toBe(400)
    expect((await fetch(`${gateway.url}/a/b/${path}`)).status).toBe(404)
  })
})

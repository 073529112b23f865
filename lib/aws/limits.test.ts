import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDynamoStore } from '../dynamo/store.ts'
import { withinTime } from './limits.ts'

let server: Server
let client: DynamoDBClient
let requests: number
let answer: (res: ServerResponse) => void

beforeEach(async () => {
  requests = 0
  server = createServer((req, res) => {
    requests++
    req.resume().once('end', () => answer(res))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
    requestHandler: withinTime(100),
  })
})
afterEach(async () => {
  client.destroy()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const store = () => openDynamoStore({ client: DynamoDBDocumentClient.from(client), table: 'interlude' })

it('sends a request again when its first attempt gets no answer', async () => {
  answer = res => void (requests > 1 && res.end('{}'))
  expect(await store().socket('c')).toBeUndefined()
  expect(requests).toBe(2)
})

it('reports the store as unavailable when no attempt gets an answer', async () => {
  answer = () => {}
  await expect(store().socket('c')).rejects.toMatchObject({ code: 'store.unavailable' })
  expect(requests).toBe(2)
})

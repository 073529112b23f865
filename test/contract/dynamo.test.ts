import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import { type DynamoEngine, ensureTable, openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { streamFeed } from '../../local/engines/feed.ts'
import { positionInMemory } from '../../local/engines/position.ts'
import { testFolder } from '../../local/engines/test-folder.ts'
import { agentSays, claimsDelivery, userCalled, userSays } from '../support/commands.ts'
import { operationsOf } from '../support/operations.ts'
import { maria } from '../support/people.ts'
import { storeContract } from './store.ts'
import { storeWorld } from './store-world.ts'

let folder: Awaited<ReturnType<typeof testFolder>>
let engine: DynamoEngine
let tables = 0

beforeAll(async () => {
  folder = await testFolder()
  engine = await openDynamoEngine({ directory: folder.path, table: 'interlude' })
})

afterAll(async () => {
  await engine?.close()
  await folder?.remove()
})

async function aTable() {
  const table = `interlude-${++tables}`
  const streamArn = await ensureTable(engine.client, table)
  const feed = await streamFeed({ client: engine.streams, streamArn, position: positionInMemory() })
  return { table, feed, store: openDynamoStore({ client: engine.documents, table }) }
}

storeContract('DynamoDB (embedded engine, real SDK)', async () => {
  const { table, feed, store } = await aTable()
  const close = async () => {
    await engine.client.send(new DeleteTableCommand({ TableName: table }))
  }
  return { store, feed, close }
})

it('the DynamoDB store takes one read and one transaction per message, and one read and one update per claim', async () => {
  const { store, feed } = await aTable()
  const world = storeWorld(store, feed)
  await world.does(maria, userCalled('Maria Silva', { delivery: 'people' }))

  expect(await operationsOf(engine.client, () => world.does(maria, userSays('again')))).toEqual([
    'GetItem',
    'TransactWriteItems',
  ])
  expect(await operationsOf(engine.client, () => world.does(maria, agentSays('hi')))).toEqual([
    'GetItem',
    'TransactWriteItems',
  ])
  expect(await operationsOf(engine.client, () => world.does(maria, claimsDelivery(3)))).toEqual([
    'GetItem',
    'UpdateItem',
  ])
  expect(await operationsOf(engine.client, () => world.watches(maria, []))).toEqual(['GetItem', 'UpdateItem'])
  expect(await operationsOf(engine.client, () => world.users({ limit: 50 }))).toEqual([
    ...Array(4).fill('Query'),
    'BatchGetItem',
  ])
  expect(await operationsOf(engine.client, () => world.found('mar'))).toEqual(['Query', 'BatchGetItem'])
})

it('a commit to the DynamoDB store keeps the other attributes of the state item', async () => {
  const { table, store, feed } = await aTable()
  const world = storeWorld(store, feed)
  await world.does(maria, userSays('hello'))
  const { session } = await world.load(maria)

  await world.watches(maria, [{ connectionId: 'c-1', as: 'agent' }])
  await world.does(maria, userSays('again'))

  const key = { PK: `SES#${session.id}`, SK: 'STATE' }
  const { Item } = await engine.documents.send(new GetCommand({ TableName: table, Key: key }))
  expect(Item).toMatchObject({ w: ['ac-1'], v: 3, r: 2 })
})

it('the DynamoDB store throws store.unavailable if no server listens', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const nowhere = new DynamoDBClient({ endpoint: 'http://127.0.0.1:1', region: 'local', credentials })
  const store = openDynamoStore({ client: DynamoDBDocumentClient.from(nowhere), table: 'interlude' })

  await expect(store.load('ses_0000000000000000000000')).rejects.toMatchObject({ code: 'store.unavailable' })
})

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DynamoEngine, openDynamoEngine } from '../../local/engines/dynamodb.ts'

// Facts about DynamoDB that docs/aws-assumptions.md relies on, checked against the engine at hand.
let engine: DynamoEngine
let client: DynamoDBDocumentClient
beforeAll(async () => {
  engine = await openDynamoEngine({ table: 'facts' })
  client = engine.documents
})
afterAll(() => engine?.close())

const TableName = 'facts'
const put = (PK: string, SK: string, more: object = {}) =>
  client.send(new PutCommand({ TableName, Item: { PK, SK, ...more } }))
const add = (PK: string) => ({
  Update: {
    TableName,
    Key: { PK, SK: 's' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 },
  },
})
const items = async (PK: string, ConsistentRead = true) => {
  const input = {
    TableName,
    KeyConditionExpression: 'PK = :p',
    ExpressionAttributeValues: { ':p': PK },
    ConsistentRead,
  }
  return (await client.send(new QueryCommand(input))).Items
}

it('a transaction repeated under its token changes nothing', async () => {
  const transaction = { TransactItems: [add('token')], ClientRequestToken: 'the-same' }
  await client.send(new TransactWriteCommand(transaction))
  await client.send(new TransactWriteCommand(transaction))

  expect(await items('token')).toMatchObject([{ n: 1 }])
})

it('a transaction of 101 items is refused', async () => {
  const TransactItems = Array.from({ length: 101 }, (_, n) => add(`many-${n}`))

  await expect(client.send(new TransactWriteCommand({ TransactItems }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

it('a transaction costs twice what its write costs alone', async () => {
  const all = { ReturnConsumedCapacity: 'TOTAL' } as const
  const alone = await client.send(new UpdateCommand({ ...add('alone').Update, ...all }))
  const together = await client.send(new TransactWriteCommand({ TransactItems: [add('together')], ...all }))

  expect(alone.ConsumedCapacity?.CapacityUnits).toBe(1)
  expect(together.ConsumedCapacity?.[0]?.CapacityUnits).toBe(2)
})

it('an item over 400 KB is refused', async () => {
  await expect(put('big', 's', { text: 'x'.repeat(400 * 1024) })).rejects.toMatchObject({ name: 'ValidationException' })
})

it('a page ends at 1 MB and returns the key to continue from', async () => {
  for (const SK of ['1', '2', '3', '4']) await put('pages', SK, { text: 'x'.repeat(300 * 1024) })
  const input = { TableName, KeyConditionExpression: 'PK = :p', ExpressionAttributeValues: { ':p': 'pages' } }
  const { Items, LastEvaluatedKey } = await client.send(new QueryCommand(input))

  expect(Items?.length).toBeLessThan(4)
  expect(LastEvaluatedKey).toMatchObject({ PK: 'pages', SK: Items?.at(-1)?.SK })
})

it('a batch read of 101 keys is refused', async () => {
  const Keys = Array.from({ length: 101 }, (_, n) => ({ PK: `k${n}`, SK: 's' }))

  await expect(client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

it('a refused condition returns the stored item', async () => {
  await put('refused', 's', { n: 7 })
  const input = {
    ...add('refused').Update,
    ConditionExpression: 'n = :one',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const

  await expect(client.send(new UpdateCommand(input))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { n: { N: '7' } },
  })
})

it('an index holds only items with its keys, and refuses a consistent read', async () => {
  await put('sparse', '1', { dP: 'due', dS: '1' })
  await put('sparse', '2')
  const input = {
    TableName,
    IndexName: 'due',
    KeyConditionExpression: 'dP = :d',
    ExpressionAttributeValues: { ':d': 'due' },
  }

  expect((await client.send(new QueryCommand(input))).Items).toMatchObject([{ SK: '1' }])
  await expect(client.send(new QueryCommand({ ...input, ConsistentRead: true }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

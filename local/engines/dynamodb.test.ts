import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DynamoEngine, openDynamoEngine, skipStream } from './dynamodb.ts'
import { startEmbedded } from './embedded.ts'
import { positionInMemory } from './position.ts'
import { shardReader } from './shards.ts'
import { tidyStream } from './stream-file.ts'
import { testFolder } from './test-folder.ts'

const table = 'interlude'
let folder: Awaited<ReturnType<typeof testFolder>>
beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const put = ({ documents }: DynamoEngine, SK: string) =>
  documents.send(new PutCommand({ TableName: table, Item: { PK: 'a', SK } }))

async function sequences({ streams, streamArn }: DynamoEngine) {
  const records = await shardReader(streams, streamArn, undefined).read(1000)
  return records.map(({ sequenceNumber }) => Number(sequenceNumber))
}

it('the engine keeps the data, the stream and its ARN over a restart', async () => {
  const first = await openDynamoEngine({ directory: folder.path, table })
  await put(first, '1')
  await first.close()

  const second = await openDynamoEngine({ directory: folder.path, table })
  const { Item } = await second.documents.send(new GetCommand({ TableName: table, Key: { PK: 'a', SK: '1' } }))
  expect(Item).toEqual({ PK: 'a', SK: '1' })
  expect(second.streamArn).toBe(first.streamArn)
  expect(await sequences(second)).toEqual([1])
  await second.close()
})

it('skipStream skips the stream of a stopped engine, and later records are read', async () => {
  const places = { directory: folder.path, table, position: positionInMemory() }
  const first = await openDynamoEngine(places)
  for (const SK of ['1', '2', '3']) await put(first, SK)
  await first.close()
  await skipStream(places, first.streamArn)

  const second = await openDynamoEngine(places)
  await put(second, '4')
  const records = await shardReader(second.streams, second.streamArn, await places.position.read()).read(1000)
  expect(records.map(({ sequenceNumber }) => Number(sequenceNumber))).toEqual([4])
  expect(await sequences(second)).toEqual([3, 4])
  await second.close()
})

it('the engine prunes handled records, and keeps the newest one, which numbers the next', async () => {
  const position = positionInMemory()
  const first = await openDynamoEngine({ directory: folder.path, table, position })
  for (const SK of ['1', '2', '3', '4']) await put(first, SK)
  const [record] = await shardReader(first.streams, first.streamArn, undefined).read(1)
  const shardId = record!.shardId
  await first.close()
  const reopened = async (sequence: string) => {
    await position.write({ streamArn: first.streamArn, shards: { [shardId]: sequence } })
    return await openDynamoEngine({ directory: folder.path, table, position })
  }

  const second = await reopened('2')
  expect(await sequences(second)).toEqual([3, 4])
  await second.close()

  const third = await reopened('4')
  await put(third, '5')
  expect(await sequences(third)).toEqual([4, 5])
  await third.close()
})

it('tidyStream prunes nothing after the position of another stream, and prunes by age without a position', async () => {
  const first = await openDynamoEngine({ directory: folder.path, table })
  for (const SK of ['1', '2', '3']) await put(first, SK)
  const [record] = await shardReader(first.streams, first.streamArn, undefined).read(1)
  await first.close()
  const file = join(folder.path, 'dynamodb.sqlite')
  const left = () => {
    const database = new DatabaseSync(file)
    const row = database.prepare('SELECT COUNT(*) AS records FROM _stream_records').get()
    database.close()
    return row?.records
  }

  const elsewhere = { streamArn: `${first.streamArn}0`, shards: { [record!.shardId]: '3' } }
  tidyStream(file, { table, position: elsewhere })
  expect(left()).toBe(3)
  tidyStream(file, { table, now: Date.now() + 23 * 3_600_000 })
  expect(left()).toBe(3)
  tidyStream(file, { table, now: Date.now() + 25 * 3_600_000 })
  expect(left()).toBe(1)
})

it('the engine looks up the greatest sequence number with an index', async () => {
  await (await openDynamoEngine({ directory: folder.path, table })).close()

  const database = new DatabaseSync(join(folder.path, 'dynamodb.sqlite'))
  const plan = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
    )
    .all(table)
  database.close()
  expect(JSON.stringify(plan)).toContain('interlude_stream')
})

it('openDynamoEngine uses the engine that the environment names, and starts none', async () => {
  const elsewhere = await startEmbedded()
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: elsewhere.endpoint }

  const engine = await openDynamoEngine({ table, environment })
  await put(engine, '1')
  expect(await sequences(engine)).toEqual([1])
  await engine.close()

  const again = await openDynamoEngine({ table, environment })
  expect(await sequences(again)).toEqual([1])
  await again.close()
  await elsewhere.close()
})

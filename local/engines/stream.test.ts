import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Log } from '../../lib/ports/system.ts'
import { type DynamoEngine, ensureTable, openDynamoEngine } from './dynamodb.ts'
import { positionFile } from './position.ts'
import { pollStream, type StreamHandler, type StreamPollerOptions } from './stream.ts'
import { testFolder } from './test-folder.ts'

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

let engine: DynamoEngine
let folder: Awaited<ReturnType<typeof testFolder>>
let tables = 0
let table: string
let streamArn: string
const pollers: { close(): Promise<void> }[] = []

beforeAll(async () => {
  engine = await openDynamoEngine({ table: 'interlude' })
})
afterAll(() => engine?.close())
beforeEach(async () => {
  folder = await testFolder()
  table = `stream-${++tables}`
  streamArn = await ensureTable(engine.client, table)
})
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.close()
  await engine.client.send(new DeleteTableCommand({ TableName: table }))
  await folder.remove()
})

const file = () => join(folder.path, 'stream.json')

async function put(...names: string[]) {
  for (const SK of names) {
    await engine.documents.send(new PutCommand({ TableName: table, Item: { PK: 'a', SK, bytes: Buffer.from(SK) } }))
  }
}

function poll(handler: StreamHandler, options: Partial<StreamPollerOptions> = {}) {
  const position = positionFile(file())
  const poller = pollStream({ client: engine.streams, streamArn, position, handler, log, ...options })
  pollers.push(poller)
  return poller
}

const namesOf = ({ Records }: DynamoDBStreamEvent) => Records.map(({ dynamodb }) => dynamodb?.Keys?.SK?.S ?? '')
const identifierOf = ({ Records }: DynamoDBStreamEvent, name: string) => {
  const found = Records.find(({ dynamodb }) => dynamodb?.Keys?.SK?.S === name)
  return found ? [{ itemIdentifier: found.dynamodb!.SequenceNumber! }] : []
}
const fine = { batchItemFailures: [] }
const eventually = (assertion: () => void | Promise<void>) => vi.waitFor(assertion, { timeout: 10_000, interval: 5 })

it("pollStream delivers records in order, in the shape of Lambda's events", async () => {
  const events: DynamoDBStreamEvent[] = []
  await put('1', '2')
  poll(async event => {
    events.push(event)
    return fine
  })
  await put('3')

  await eventually(() => expect(events.flatMap(namesOf)).toEqual(['1', '2', '3']))

  const { dynamodb, ...rest } = events[0]!.Records[0]!
  expect(rest).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventVersion: '1.1',
    eventSourceARN: streamArn,
  })
  expect(dynamodb).toEqual({
    ApproximateCreationDateTime: expect.closeTo(Date.now() / 1000, -2),
    Keys: { PK: { S: 'a' }, SK: { S: '1' } },
    NewImage: { PK: { S: 'a' }, SK: { S: '1' }, bytes: { B: 'MQ==' } },
    SequenceNumber: '1',
    SizeBytes: expect.any(Number),
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  })
})

it('pollStream resumes at the first record that failed', async () => {
  const batches: string[][] = []
  let failures = 2
  await put('1', '2', '3', '4')

  poll(async event => {
    batches.push(namesOf(event))
    const batchItemFailures = failures-- > 0 ? [...identifierOf(event, '4'), ...identifierOf(event, '3')] : []
    return { batchItemFailures }
  })

  await eventually(() =>
    expect(batches).toEqual([
      ['1', '2', '3', '4'],
      ['3', '4'],
      ['3', '4'],
    ]),
  )
})

it.each([
  ['throws', () => Promise.reject(new Error('no'))],
  ['names a record that it was not given', async () => ({ batchItemFailures: [{ itemIdentifier: '999' }] })],
  ['names nothing', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
])('pollStream splits a batch in two if the function %s, and retries both halves', async (_, fails) => {
  const batches: string[][] = []
  await put('1', '2', '3')

  poll(async event => {
    batches.push(namesOf(event))
    return batches.length === 1 ? await fails() : fine
  })

  await eventually(() => expect(batches).toEqual([['1', '2', '3'], ['1', '2'], ['3']]))
})

it('pollStream splits until the poison record is alone, discards it and delivers all others in order', async () => {
  const batches: string[][] = []
  const discarded: string[] = []
  const names = ['1', '2', '3', '4', '5', '6', '7', '8']
  await put(...names)

  poll(
    async event => {
      batches.push(namesOf(event))
      if (namesOf(event).includes('6')) throw new Error('no')
      return fine
    },
    { maximumRetryAttempts: 1, onDiscarded: async ({ dynamodb }) => void discarded.push(dynamodb?.Keys?.SK?.S ?? '') },
  )

  await eventually(() => expect(batches.at(-1)).toEqual(['7', '8']))
  // A split does not count as a retry: alone, the record gets its first try and one more.
  expect(batches.map(batch => batch.join(''))).toEqual(['12345678', '1234', '5678', '56', '5', '6', '6', '78'])
  expect(discarded).toEqual(['6'])
  await eventually(async () => expect(Object.values(JSON.parse(await readFile(file(), 'utf8')).shards)).toEqual(['8']))
})

it('pollStream splits the rest of a batch that failed partly and then threw', async () => {
  const batches: string[][] = []
  await put('1', '2', '3', '4')

  poll(async event => {
    batches.push(namesOf(event))
    if (batches.length === 1) return { batchItemFailures: identifierOf(event, '2') }
    if (batches.length === 2) throw new Error('no')
    return fine
  })

  await eventually(() => expect(batches).toEqual([['1', '2', '3', '4'], ['2', '3', '4'], ['2', '3'], ['4']]))
})

it('pollStream continues after a restart at the place where it stopped', async () => {
  const seen: string[] = []
  const handler: StreamHandler = async event => {
    seen.push(...namesOf(event))
    return fine
  }
  await put('1', '2')
  const first = poll(handler)
  await eventually(() => expect(seen).toEqual(['1', '2']))
  await first.close()
  await put('3')

  poll(handler)

  await eventually(() => expect(seen).toEqual(['1', '2', '3']))
  await eventually(async () => expect(Object.values(JSON.parse(await readFile(file(), 'utf8')).shards)).toEqual(['3']))
})

it('pollStream delivers unfinished records again after a restart', async () => {
  await put('1', '2', '3')
  const first = poll(async event => ({ batchItemFailures: identifierOf(event, '2') }))
  await eventually(async () => expect(Object.values(JSON.parse(await readFile(file(), 'utf8')).shards)).toEqual(['1']))
  await first.close()
  const seen: string[] = []

  poll(async event => {
    seen.push(...namesOf(event))
    return fine
  })

  await eventually(() => expect(seen).toEqual(['2', '3']))
})

it.each(['', '{"streamArn":', '{"streamArn":"another","shards":{"x":"99"}}'])(
  'pollStream starts at the beginning if its file has no position in this stream: %s',
  async content => {
    await writeFile(file(), content)
    await put('1')
    const seen: string[] = []

    poll(async event => {
      seen.push(...namesOf(event))
      return fine
    })

    await eventually(() => expect(seen).toEqual(['1']))
  },
)

it('pollStream discards a poison record after maximumRetryAttempts, and continues', async () => {
  const seen: string[] = []
  const discarded: string[] = []
  await put('1', '2', '3')

  poll(
    async event => {
      seen.push(...namesOf(event).filter(name => name !== '2'))
      return { batchItemFailures: identifierOf(event, '2') }
    },
    { maximumRetryAttempts: 2, onDiscarded: async ({ dynamodb }) => void discarded.push(dynamodb?.Keys?.SK?.S ?? '') },
  )

  await eventually(() => expect(discarded).toEqual(['2']))
  await put('4')
  await eventually(() => expect(seen.at(-1)).toBe('4'))
  expect(discarded).toEqual(['2'])
})

it('pollStream delivers only the records that its filter passes, and moves its position beyond the others', async () => {
  const seen: string[] = []
  const handler: StreamHandler = async event => {
    seen.push(...namesOf(event))
    return fine
  }
  await put('1', '2', '3', '4')

  poll(handler, { filter: ({ dynamodb }) => Number(dynamodb?.Keys?.SK?.S) % 2 === 1 })

  await eventually(() => expect(seen).toEqual(['1', '3']))
  await eventually(async () => expect(Object.values(JSON.parse(await readFile(file(), 'utf8')).shards)).toEqual(['4']))
})

it('pollStream finishes the batch under way before it closes', async () => {
  let isDone = false
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  await put('1')
  const poller = poll(async () => {
    begin()
    await new Promise(resolve => setTimeout(resolve, 50))
    isDone = true
    return fine
  })
  await begun

  await poller.close()

  expect(isDone).toBe(true)
  expect(Object.values(JSON.parse(await readFile(file(), 'utf8')).shards)).toEqual(['1'])
})

import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { shardReader } from './shards.ts'

const client = new DynamoDBStreamsClient({ region: 'local' })
const streams = mockClient(client)
const streamArn = 'arn:aws:dynamodb:local:0:table/interlude/stream/1'
const problem = { message: 'no', $metadata: {} }

/** A stream of shards, each with its records' numbers. A closed shard gets no more records. */
function given(shards: Record<string, { parent?: string; numbers: number[]; isOpen?: boolean }>) {
  const listed: Shard[] = Object.entries(shards).map(([ShardId, { parent }]) => ({
    ShardId,
    ...defined({ ParentShardId: parent }),
  }))
  streams.on(DescribeStreamCommand).resolves({ StreamDescription: { Shards: listed } })
  streams.on(GetShardIteratorCommand).callsFake(({ ShardId, ShardIteratorType, SequenceNumber }) => ({
    ShardIterator: `${ShardId} ${ShardIteratorType === 'TRIM_HORIZON' ? 0 : SequenceNumber}`,
  }))
  streams.on(GetRecordsCommand).callsFake(({ ShardIterator, Limit }) => {
    const [id, after] = ShardIterator.split(' ')
    const { numbers, isOpen = false } = shards[id]!
    const left = numbers.filter(number => number > Number(after))
    const page = left.slice(0, Limit)
    return {
      Records: page.map(number => ({ dynamodb: { SequenceNumber: String(number) } })),
      ...((isOpen || left.length > page.length) && { NextShardIterator: `${id} ${page.at(-1) ?? after}` }),
    }
  })
}

async function read(times: number, limit = 10, position: Record<string, string> = {}) {
  const reader = shardReader(client, streamArn, { streamArn, shards: position })
  const all: string[][] = []
  for (let time = 0; time < times; time++) all.push((await reader.read(limit)).map(each => each.sequenceNumber))
  return all
}

beforeEach(() => streams.reset())

it('shardReader reads a parent shard to its end before its children', async () => {
  given({
    child: { parent: 'old', numbers: [4, 5], isOpen: true },
    old: { numbers: [1, 2, 3] },
    other: { parent: 'trimmed', numbers: [9], isOpen: true },
  })

  expect(await read(4, 2)).toEqual([['1', '2', '9'], ['3'], ['4', '5'], []])
})

it('shardReader continues after the handled position, also across closed shards', async () => {
  given({ old: { numbers: [1, 2] }, child: { parent: 'old', numbers: [3, 4, 5], isOpen: true } })

  expect(await read(2, 10, { old: '2', child: '3' })).toEqual([[], ['4', '5']])
})

it('shardReader starts at the oldest remaining record if the next ones were trimmed', async () => {
  given({ one: { numbers: [7, 8], isOpen: true } })
  streams
    .on(GetShardIteratorCommand, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '3' })
    .rejects(new TrimmedDataAccessException(problem))

  expect(await read(2, 10, { one: '3' })).toEqual([[], ['7', '8']])
})

it('shardReader replaces an expired iterator, and continues after the last record that it read', async () => {
  given({ one: { numbers: [1, 2, 3], isOpen: true } })
  const reader = shardReader(client, streamArn, undefined)
  expect(await reader.read(2)).toHaveLength(2)
  const expired = new ExpiredIteratorException(problem)
  streams.on(GetRecordsCommand).rejects(expired)
  expect(await reader.read(2)).toEqual([])

  given({ one: { numbers: [1, 2, 3], isOpen: true } })

  expect(await reader.read(2)).toMatchObject([{ sequenceNumber: '3' }])
  const asked = streams.commandCalls(GetShardIteratorCommand).map(({ args }) => args[0].input.SequenceNumber)
  expect(asked).toEqual([undefined, '2'])
})

it('shardReader passes on an error that it cannot handle, and loses no record', async () => {
  given({ one: { numbers: [1, 2, 3], isOpen: true } })
  const reader = shardReader(client, streamArn, undefined)
  await reader.read(2)
  streams.on(GetRecordsCommand).rejects(new Error('unreachable'))
  await expect(reader.read(2)).rejects.toThrow('unreachable')

  given({ one: { numbers: [1, 2, 3], isOpen: true } })

  expect(await reader.read(2)).toMatchObject([{ sequenceNumber: '3' }])
})

import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it, vi } from 'vitest'
import { silentLog } from '../../test/support/silent.ts'
import { openDynamoEngine } from './dynamodb.ts'
import { positionInMemory } from './position.ts'
import { pollStream } from './stream.ts'
import { afterWrites } from './writes.ts'

const FOR_EVER_MS = 3_600_000

it('a poller that waits reads what this process writes, and reads nothing before', async () => {
  const engine = await openDynamoEngine({ table: 'woken' })
  const { client, documents, streams, streamArn } = engine
  const reads = vi.spyOn(streams, 'send')
  const seen: (string | undefined)[] = []
  const poller = pollStream({
    client: streams,
    streamArn,
    position: positionInMemory(),
    handler: async ({ Records }) => {
      seen.push(...Records.map(({ dynamodb }) => dynamodb?.Keys?.SK?.S))
      return { batchItemFailures: [] }
    },
    log: silentLog,
    intervalMs: 1,
    idleMs: FOR_EVER_MS,
  })
  // It looks for the shard, asks for an iterator and reads once.
  await vi.waitFor(() => expect(reads).toHaveBeenCalledTimes(3), { timeout: 10_000, interval: 5 })

  afterWrites(client, poller.wake)
  for (const SK of ['1', '2']) {
    await documents.send(new PutCommand({ TableName: 'woken', Item: { PK: 'a', SK } }))
    await vi.waitFor(() => expect(seen.at(-1)).toBe(SK), { timeout: 10_000, interval: 5 })
  }

  await poller.close()
  expect(seen).toEqual(['1', '2'])
  await engine.close()
})

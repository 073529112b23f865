import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { OPERATIONS } from '../../test/support/operations.ts'

/** The reads and the writes that a client of DynamoDB made so far. A refused write counts, as in a bill. */
export interface ItemCounts {
  /** Items that DynamoDB read: those that a query looked at, and those of a batch. */
  readonly read: number
  /** The item with the most writes within one second of the clock, and their number. */
  readonly hottest: { readonly item: string; readonly writes: number }
}

type Input = Readonly<Record<string, unknown>>
type Key = { readonly PK?: unknown; readonly SK?: unknown }

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'])
const SECOND_MS = 1_000

/** Counts what a client reads and writes from now on. */
export function countItems(client: DynamoDBClient): () => ItemCounts {
  let read = 0
  let second = 0
  let writes = new Map<string, number>()
  let hottest = { item: 'none', writes: 0 }
  const count = (item: string) => {
    const now = Math.floor(Date.now() / SECOND_MS)
    if (now !== second) [second, writes] = [now, new Map()]
    const times = (writes.get(item) ?? 0) + 1
    writes.set(item, times)
    if (times > hottest.writes) hottest = { item, writes: times }
  }
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        const name = commandName.replace(/Command$/, '')
        if (WRITES.has(OPERATIONS[name] ?? name)) for (const key of keysOf(args.input as Input)) count(nameOf(key))
        const result = await next(args)
        read += readBy(result.output as object)
        return result
      },
    // Outside the document client's own step, so that keys are plain values.
    { step: 'initialize', name: 'counts' },
  )
  return () => ({ read, hottest })
}

function keysOf({ TransactItems: items, Key: key, Item: item }: Input): readonly Key[] {
  if (items === undefined) return [(key ?? item) as Key]
  const writes = (items as readonly Readonly<Record<string, Input>>[]).flatMap(each =>
    Object.entries(each).flatMap(([kind, input]) => (kind === 'ConditionCheck' ? [] : [input])),
  )
  return writes.map(input => (input.Key ?? input.Item) as Key)
}

const nameOf = ({ PK, SK }: Key) => `${PK} / ${SK}`

function readBy(output: object): number {
  const { ScannedCount: scanned, Responses: responses, Item: item } = output as Input
  if (typeof scanned === 'number') return scanned
  if (responses !== undefined) return Object.values(responses as Record<string, readonly unknown[]>).flat().length
  return item === undefined ? 0 : 1
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoEngine } from '../../local/engines/dynamodb.ts'
import { OPERATIONS } from '../../test/support/operations.ts'
import type { Counts } from './counts.ts'
import { type Item, indexWriteUnits, readUnits, sizeOf, storedBytes, tableWriteUnits } from './units.ts'

type Key = { readonly PK: unknown; readonly SK: unknown }
type Input = Readonly<Record<string, unknown>>
interface Output {
  readonly Item?: Item
  readonly Items?: readonly Item[]
  readonly Responses?: Readonly<Record<string, readonly Item[]>>
  readonly ConsumedCapacity?: Consumed | readonly Consumed[]
}
interface Consumed {
  readonly CapacityUnits?: number
}

const READS = new Set(['GetItem', 'Query', 'BatchGetItem'])
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'])

/**
 * Adds every call of the engine's client to the counts that `now` returns. With `sized`, a separate client reads each
 * written item before and after the write. That distorts the measured times, so counts and times need separate runs.
 */
export function meter(engine: DynamoEngine, now: () => Counts, sized: boolean): { close(): void } {
  const aside = clientAside(engine)
  const look = async ({ PK, SK }: Key): Promise<Item | undefined> =>
    (await aside.send(new GetCommand({ TableName: engine.table, Key: { PK, SK }, ConsistentRead: true }))).Item

  engine.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        const counts = now()
        // Translate the document client's names of commands.
        const name = OPERATIONS[commandName.replace(/Command$/, '')] ?? commandName.replace(/Command$/, '')
        counts.calls[name] = (counts.calls[name] ?? 0) + 1
        if (!sized) return await next(args)
        const keys = WRITES.has(name) ? keysOf(name, args.input as Input) : []
        const before = await Promise.all(keys.map(look))
        const input = { ...(args.input as object), ReturnConsumedCapacity: 'INDEXES' }
        try {
          const result = await next({ ...args, input } as typeof args)
          const output = result.output as Output
          if (READS.has(name)) counts.readUnits += unitsRead(name, args.input as Input, output)
          const consumed = [output.ConsumedCapacity ?? []].flat() as readonly Consumed[]
          const units = consumed.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0)
          if (READS.has(name)) counts.engineReadUnits += units
          else counts.engineWriteUnits += units
          return result
        } finally {
          const after = await Promise.all(keys.map(look))
          for (const [index, old] of before.entries()) {
            counts.tableWriteUnits += tableWriteUnits(old, after[index], name === 'TransactWriteItems')
            counts.indexWriteUnits += indexWriteUnits(old, after[index])
            counts.dataBytes += storedBytes(after[index]) - storedBytes(old)
          }
        }
      },
    // Runs outside the document client's own step, so items are plain values in both directions.
    { step: 'initialize', name: 'meter' },
  )
  return {
    close() {
      engine.client.middlewareStack.remove('meter')
      aside.destroy()
    },
  }
}

function keysOf(name: string, input: Input): readonly Key[] {
  if (name === 'TransactWriteItems') {
    const items = input.TransactItems as readonly Readonly<Record<string, Input>>[]
    return items.flatMap(item => Object.values(item).map(keyOf))
  }
  return [keyOf(input)]
}

function keyOf({ Key: key, Item: item }: Input): Key {
  return (key ?? item) as Key
}

function unitsRead(name: string, input: Input, output: Output): number {
  if (name === 'GetItem') return readUnits(sizeOf(output.Item), input.ConsistentRead === true)
  if (name === 'BatchGetItem') {
    // Each item of a batch is rounded up separately. A missing item also takes a unit.
    const asked = Object.values(input.RequestItems as Readonly<Record<string, { Keys: readonly unknown[] }>>)
    const found = Object.values(output.Responses ?? {}).flat()
    const missing = asked.reduce((total, { Keys }) => total + Keys.length, 0) - found.length
    return missing + found.reduce((total, item) => total + readUnits(sizeOf(item), true), 0)
  }
  // The items of a query are rounded up together.
  const bytes = (output.Items ?? []).reduce((total, item) => total + sizeOf(item), 0)
  return readUnits(bytes, input.ConsistentRead === true)
}

function clientAside(engine: DynamoEngine): DynamoDBDocumentClient {
  const { region, credentials, endpoint } = engine.client.config
  return DynamoDBDocumentClient.from(new DynamoDBClient({ region, credentials, ...(endpoint && { endpoint }) }))
}

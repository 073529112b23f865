import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { retry } from '../retry.ts'
import { reached, unavailable } from './errors.ts'
import { type Item, textOf } from './item.ts'
import { type IndexName, indexAttributes, type Key } from './table.ts'

/** The table that has all data, and its client. */
export interface Table {
  readonly client: DynamoDBDocumentClient
  readonly name: string
}

/** Reads one item, strongly consistent. */
export async function get({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const { Item } = await reached(client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true })))
  return Item
}

/** The items of a partition with sort keys in the range (both ends included), strongly consistent. */
export async function range(
  table: Table,
  { from, to, limit, backward = false }: { from: Key; to: Key; limit: number; backward?: boolean },
): Promise<readonly Item[]> {
  if (from.SK > to.SK) return []
  return await query(table, limit, {
    KeyConditionExpression: 'PK = :partition AND SK BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':partition': from.PK, ':from': from.SK, ':to': to.SK },
    ScanIndexForward: !backward,
    ConsistentRead: true,
  })
}

/** The items of a partition whose sort key begins with `SK`. With `backward`, the greatest key first. */
export async function beginning(
  table: Table,
  { PK, SK }: Key,
  limit: number,
  { consistent, backward = false }: { consistent: boolean; backward?: boolean },
): Promise<readonly Item[]> {
  return await query(table, limit, {
    KeyConditionExpression: 'PK = :partition AND begins_with(SK, :prefix)',
    ExpressionAttributeValues: { ':partition': PK, ':prefix': SK },
    ScanIndexForward: !backward,
    ConsistentRead: consistent,
  })
}

/** A filter that DynamoDB applies to the items of a query before it returns them. */
export type Filter = Required<
  Pick<QueryCommandInput, 'FilterExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>
>

/** Number of items that one query examines. They take less than 1 MB, so a search can stop as soon as it has enough. */
const EXAMINED_AT_ONCE = 1_000

/**
 * The items of a partition whose sort key begins with `SK` and that pass the filter. Stops at `limit` items, or after
 * it has examined `maxExamined`. `isComplete`: no item was left. Eventually consistent.
 */
export async function filtered(
  { client, name }: Table,
  { PK, SK }: Key,
  { filter, limit, maxExamined }: { readonly filter: Filter; readonly limit: number; readonly maxExamined: number },
): Promise<{ readonly items: readonly Item[]; readonly isComplete: boolean }> {
  const items: Item[] = []
  let start: QueryCommandInput['ExclusiveStartKey']
  for (let examined = 0; examined < maxExamined; ) {
    const page = await reached(
      client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: 'PK = :partition AND begins_with(SK, :prefix)',
          ...filter,
          ExpressionAttributeValues: { ...filter.ExpressionAttributeValues, ':partition': PK, ':prefix': SK },
          Limit: Math.min(EXAMINED_AT_ONCE, maxExamined - examined),
          ...(start && { ExclusiveStartKey: start }),
        }),
      ),
    )
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
    if (!start) return { items, isComplete: true }
    if (items.length >= limit) break
    // Count at least one, so that answers without examined items end the search too.
    examined += Math.max(1, page.ScannedCount ?? 0)
  }
  return { items, isComplete: false }
}

/**
 * The keys of an index's partition: newest (greatest) first below `before`, or oldest first after `after` or up to
 * `upTo`.
 */
export async function indexed(
  table: Table,
  index: IndexName,
  partition: string,
  which: { readonly before: string | undefined } | { readonly after: string | undefined } | { readonly upTo: string },
  limit: number,
): Promise<readonly Item[]> {
  const [compare, bound] =
    'upTo' in which ? ['<=', which.upTo] : 'after' in which ? ['>', which.after] : ['<', which.before]
  const { condition, names, values } = inIndex(index, { compare, bound })
  return await query(table, limit, {
    IndexName: index,
    KeyConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...values, ':hash': partition },
    ScanIndexForward: !('before' in which),
  })
}

/** The condition for a partition (`:hash`) of an index, with its keys on one side of a bound, if there is one. */
function inIndex(
  index: IndexName,
  { compare, bound }: { readonly compare: string; readonly bound: string | undefined },
) {
  const { hash, range } = indexAttributes(index)
  if (bound === undefined) return { condition: '#hash = :hash', names: { '#hash': hash }, values: {} }
  return {
    condition: `#hash = :hash AND #range ${compare} :bound`,
    names: { '#hash': hash, '#range': range },
    values: { ':bound': bound },
  }
}

/**
 * The number of keys that the partitions of an index have together (with `before`, of those below it), up to `most`.
 * Reads no more than that.
 */
export async function counted(
  { client, name }: Table,
  index: IndexName,
  partitions: readonly string[],
  { most, before }: { readonly most: number; readonly before: string | undefined },
): Promise<number> {
  const { condition, names, values } = inIndex(index, { compare: '<', bound: before })
  let count = 0
  for (const partition of partitions) {
    let start: QueryCommandInput['ExclusiveStartKey']
    do {
      if (count >= most) return count
      const page = await reached(
        client.send(
          new QueryCommand({
            TableName: name,
            IndexName: index,
            KeyConditionExpression: condition,
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ...values, ':hash': partition },
            Select: 'COUNT',
            Limit: most - count,
            ...(start && { ExclusiveStartKey: start }),
          }),
        ),
      )
      count += page.Count ?? 0
      start = page.LastEvaluatedKey
    } while (start)
  }
  return count
}

/** Queries until there are `limit` items or no more, since one answer of DynamoDB ends at 1 MB. */
async function query(
  { client, name }: Table,
  limit: number,
  input: Omit<QueryCommandInput, 'TableName' | 'Limit'>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let start: QueryCommandInput['ExclusiveStartKey']
  do {
    const room = limit - items.length
    const page = await reached(
      client.send(
        new QueryCommand({
          TableName: name,
          ...input,
          ...(Number.isFinite(room) && { Limit: room }),
          ...(start && { ExclusiveStartKey: start }),
        }),
      ),
    )
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
  } while (start && items.length < limit)
  return items
}

/** Maximum number of keys of one `BatchGetItem`. */
const MAX_BATCH = 100

/** The items of distinct keys, in the keys' order, strongly consistent. Missing items are left out. */
export async function getAll(table: Table, keys: readonly Key[]): Promise<readonly Item[]> {
  const found = new Map<string, Item>()
  for (let at = 0; at < keys.length; at += MAX_BATCH) {
    for (const item of await batch(table, keys.slice(at, at + MAX_BATCH))) found.set(nameOf(item), item)
  }
  return keys.map(key => found.get(nameOf(key))).filter(item => item !== undefined)
}

/** Reads one batch, and again what DynamoDB left unprocessed. Throws `store.unavailable` if it never reads the rest. */
async function batch({ client, name }: Table, keys: readonly Key[]): Promise<readonly Item[]> {
  const items: Item[] = []
  let missing: Record<string, unknown>[] = keys.map(({ PK, SK }) => ({ PK, SK }))
  const read = await retry({ sleep }, async () => {
    const request = { [name]: { Keys: missing, ConsistentRead: true } }
    const { Responses, UnprocessedKeys } = await reached(client.send(new BatchGetCommand({ RequestItems: request })))
    items.push(...(Responses?.[name] ?? []))
    missing = UnprocessedKeys?.[name]?.Keys ?? []
    return missing.length === 0 ? items : undefined
  })
  if (!read) throw unavailable()
  return read
}

function nameOf(item: Item | Key): string {
  return JSON.stringify([textOf({ ...item }, 'PK'), textOf({ ...item }, 'SK')])
}

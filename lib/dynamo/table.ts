import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'

/**
 * The table: its attributes, indexes and definition. Only this module, `keys.ts`, `word-keys.ts`, `report-keys.ts` and
 * `index-keys.ts` name keys and indexes. Attribute names are short, since an item is billed by its size and the STATE item
 * is rewritten with every message.
 */

/**
 * The attributes of the indexes. `recent` and `inbox` share their sort key: the minute of the last event, and the
 * session. `held` sorts pending conversations by the start of their wait, and an agent's conversations by the ten
 * minutes of the last event. `queue` has the pending ones of each queue, with the sort key of `held`.
 */
const indexes = {
  inbox: { hash: 'iP', range: 'rS' },
  recent: { hash: 'rP', range: 'rS' },
  held: { hash: 'qP', range: 'qS' },
  queue: { hash: 'wP', range: 'qS' },
  due: { hash: 'dP', range: 'dS' },
  handoffs: { hash: 'hP', range: 'hS' },
} as const
export type IndexName = keyof typeof indexes
export const INDEX_NAMES = Object.keys(indexes) as readonly IndexName[]
export type IndexKey = (typeof indexes)[IndexName]['hash' | 'range']

/** The index keys that a STATE item may have. */
export const INDEX_ATTRIBUTES_OF_STATE: readonly string[] = [
  indexes.recent.hash,
  indexes.recent.range,
  indexes.inbox.hash,
  indexes.held.hash,
  indexes.held.range,
  indexes.queue.hash,
  indexes.due.hash,
  indexes.due.range,
]

/** The sockets that have a session open. Not part of the domain, so commits do not change it. */
export const WATCHERS = 'w'

/** When DynamoDB may remove an item, in seconds since 1970. TTL is enabled outside the table's definition. */
export const TTL_ATTRIBUTE = 'ttl'

/** The optimistic lock of a STATE item, of a bot's configuration, and of the operator's application at a platform. */
export const VERSION = 'v'

/** A time in ms since 1970: when a bot's alert slot ends, or until when an agent's sign-ins are revoked. */
export const UNTIL = 'until'

/** The bot that an account of a platform belongs to. */
export const HOLDER = 'bot'

/** All data without an attribute of its own, as JSON text, which can represent any number and character. */
export const BODY = 'j'

/** The input of `CreateTable`: billed on demand, with a stream of old and new images. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const attributes = new Set(['PK', 'SK', ...Object.values(indexes).flatMap(({ hash, range }) => [hash, range])])
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map(name => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema('PK', 'SK'),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([name, { hash, range }]) => ({
      IndexName: name,
      KeySchema: keySchema(hash, range),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

function keySchema(hash: string, range: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ]
}

export function indexAttributes(index: IndexName): { readonly hash: IndexKey; readonly range: IndexKey } {
  return indexes[index]
}

/** A primary key. */
export type Key = { readonly PK: string; readonly SK: string }

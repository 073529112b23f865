import { hash } from 'node:crypto'
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { SessionId } from '../protocol/ids.ts'

/**
 * The only module that names keys and indexes of the table. Attribute names are short, since an item is billed by its
 * size and the STATE item is rewritten with every message.
 */

/**
 * The attributes of the indexes. `recent` and `inbox` share their sort key: the minute of the last event, and the
 * session. `held` sorts pending conversations by the start of their wait, and an agent's conversations by the ten
 * minutes of the last event.
 */
const indexes = {
  inbox: { hash: 'iP', range: 'rS' },
  recent: { hash: 'rP', range: 'rS' },
  held: { hash: 'qP', range: 'qS' },
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
  indexes.due.hash,
  indexes.due.range,
]

/** The sockets that have a session open. Not part of the domain, so commits do not change it. */
export const WATCHERS = 'w'

/** When DynamoDB may remove an item, in seconds since 1970. TTL is enabled outside the table's definition. */
export const TTL_ATTRIBUTE = 'ttl'

/** The optimistic lock of a STATE item, and of a bot's configuration. */
export const VERSION = 'v'

/** A time in ms since 1970: when a bot's alert slot ends, or until when an agent's sign-ins are revoked. */
export const UNTIL = 'until'

/** All data without an attribute of its own, as JSON text, which can represent any number and character. */
export const BODY = 'j'

/**
 * Number of partitions of an index over a whole bot (or over everything), so that it takes four times the writes of
 * one.
 */
const SHARDS = 4
export const SHARD_NUMBERS: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard)

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

const SESSION = 'SES#'
const BOT = 'BOT#'
const THREAD = 'T#'
const sessionPartition = (id: SessionId) => `${SESSION}${id}`
/** Separate from the bot's own partition for the same reason as `alertSlot`. */
const notificationPartition = (botId: string) => `NOTE#${botId}`
const botPartition = (botId: string) => `${BOT}${botId}`

/** Width of a `seq` in a key. Greater numbers cannot be written; as the bound of a range they mean "the end". */
const SEQ_DIGITS = 12
const MAX_SEQ = 10 ** SEQ_DIGITS - 1
const EPISODE_DIGITS = 6
const digits = (value: number, width: number) => String(value).padStart(width, '0')
const clamp = (value: number, max: number) => Math.min(Math.max(Math.floor(value), 0), max)

export const keys = {
  state: (id: SessionId): Key => ({ PK: sessionPartition(id), SK: 'STATE' }),
  profile: (id: SessionId): Key => ({ PK: sessionPartition(id), SK: 'PROFILE' }),
  entry: (id: SessionId, seq: number): Key => ({
    PK: sessionPartition(id),
    SK: `E#${digits(clamp(seq, MAX_SEQ), SEQ_DIGITS)}`,
  }),
  readMark: (id: SessionId, agentId: string): Key => ({ PK: sessionPartition(id), SK: `R#${agentDigest(agentId)}` }),
  /** In the partition of the user's conversation without a thread, whose id is derived from the same user. */
  thread: (ofUser: SessionId, createdAt: number, id: SessionId): Key => ({
    PK: sessionPartition(ofUser),
    SK: `${THREAD}${timeKey(createdAt)}#${id}`,
  }),
  threads: (ofUser: SessionId): Key => ({ PK: sessionPartition(ofUser), SK: THREAD }),
  episode: (id: SessionId, number: number): Key => ({
    PK: sessionPartition(id),
    SK: `H#${digits(clamp(number, 10 ** EPISODE_DIGITS - 1), EPISODE_DIGITS)}`,
  }),
  bot: (botId: string): Key => ({ PK: botPartition(botId), SK: 'CONFIG' }),
  /** One item for each bot, so that all bots can be listed. */
  botName: (botId: string): Key => ({ PK: 'BOTS', SK: `${BOT}${botId}` }),
  botKey: (botId: string, keyId: string): Key => ({ PK: botPartition(botId), SK: `KEY#${keyId}` }),
  /** Separate from the bot's partition: functions that send alerts must not be able to write a bot's keys. */
  alertSlot: (botId: string): Key => ({ PK: `ALERT#${botId}`, SK: 'ALERT' }),
  notification: (botId: string, number: number): Key => ({
    PK: notificationPartition(botId),
    SK: `N#${digits(clamp(number, MAX_SEQ), SEQ_DIGITS)}`,
  }),
  notificationId: (botId: string, id: string): Key => ({ PK: notificationPartition(botId), SK: `I#${digest(id)}` }),
  notificationCount: (botId: string): Key => ({ PK: notificationPartition(botId), SK: 'COUNT' }),
  notificationsRead: (botId: string, agentId: string): Key => ({
    PK: notificationPartition(botId),
    SK: `R#${digest(agentId)}`,
  }),
  socket: (connectionId: string): Key => ({ PK: `CONN#${connectionId}`, SK: 'CONN' }),
  /**
   * Separate from the bot's own partition: a function that writes sockets must not be able to write keys and
   * configuration.
   */
  agentSocket: (botId: string, connectionId: string): Key => ({ PK: `AGENTS#${botId}`, SK: `CONN#${connectionId}` }),
  /** Names one of an agent's sockets, in the agent's own partition. */
  ownSocket: (botId: string, agentId: string, connectionId: string): Key => ({
    PK: `AGENTS#${botId}#${agentDigest(agentId)}`,
    SK: `CONN#${connectionId}`,
  }),
  signOut: (agentId: string): Key => ({ PK: `OUT#${agentDigest(agentId)}`, SK: 'OUT' }),
}

/** Agent ids may be of any length; a key may not. */
function agentDigest(agentId: string): string {
  return hash('sha256', agentId, 'base64url').slice(0, 22)
}

/** The connection that the sort key of a socket's item ends with. */
export function connectionAtEnd(sortKey: string): string {
  return sortKey.slice('CONN#'.length)
}

/** Ids of clients may be of any length; a key may not. */
function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
}

/**
 * The key of a word item, by which a session is found: one for each word, in a partition by its first letter, so that
 * one query also finds a single letter. Partitions by two letters would spread names better, but not userIds, which
 * often begin alike. They would also need one more item for the first letter: half of what a new conversation writes.
 */
export function wordKey(botId: string, id: SessionId, word: string): Key {
  return { PK: wordPartition(botId, word), SK: `${word}#${id}` }
}

/** The session's other words, stored with each word, so that DynamoDB can filter a query for several words. */
export const OTHER_WORDS = 'o'
/** Precedes each of the other words. No word contains it. */
const BEFORE_WORD = '\n'
/** Characters stored of each other word: enough for the filter, and the item stays small. */
const MAX_OTHER_CHARS = 40

/**
 * Lists all words except the one at `index`, for the item of that word. Never empty: only items of earlier versions
 * have no list.
 */
export function othersOf(words: readonly string[], index: number): string {
  return words.length < 2
    ? BEFORE_WORD
    : words
        .filter((_, at) => at !== index)
        .map(otherWord)
        .join('')
}

/** The text that `othersOf` contains if one of the other words begins with `prefix`. */
export function otherWord(prefix: string): string {
  return BEFORE_WORD + (prefix.length > MAX_OTHER_CHARS ? [...prefix].slice(0, MAX_OTHER_CHARS).join('') : prefix)
}

/** The partition of the words that begin with `prefix` (at least one letter). */
export function wordPartition(botId: string, prefix: string): string {
  return `FIND#${botId}#${firstLetter(prefix)}`
}

/** The session at the end of a word's or a thread's sort key. A word may contain `#`, but an id never does. */
export function sessionAtEnd(sortKey: string): SessionId {
  return sortKey.slice(sortKey.lastIndexOf('#') + 1)
}

/** The first character, which may take two UTF-16 units. */
function firstLetter(word: string): string {
  return [...word][0] ?? ''
}

/** Whether an item is a session's current state. */
export function isStateKey({ PK, SK }: { readonly PK?: unknown; readonly SK?: unknown }): boolean {
  return SK === 'STATE' && typeof PK === 'string' && PK.startsWith(SESSION)
}

export function sessionOf(partition: string): SessionId {
  return partition.slice(SESSION.length)
}

/** The bot that an item of the list of bots names. */
export function botOfName(sortKey: string): string {
  return sortKey.slice(BOT.length)
}

/** A bot's index partitions, one for each shard. */
export function botShards(botId: string): readonly string[] {
  return SHARD_NUMBERS.map(shard => botShard(botId, shard))
}
export function botShard(botId: string, shard: number): string {
  return `${botId}#${shard}`
}
/** The index partitions of a bot's pending conversations, one for each shard. */
export function waitingShards(botId: string): readonly string[] {
  return SHARD_NUMBERS.map(shard => waitingShard(botId, shard))
}
export function waitingShard(botId: string, shard: number): string {
  return `${botId}#w#${shard}`
}

/** The partition of an agent's conversations. The key has a short hash of the agent's id, which may be any text. */
export function agentPartition(botId: string, agentId: string): string {
  return `${botId}#a#${hash('sha256', agentId, 'base64url').slice(0, 16)}`
}

export const dueShard = (shard: number): string => `due#${shard}`

/** Ids are hashes in base64url, so each of their characters is evenly distributed. */
export function shardOf(id: SessionId): number {
  return (id.codePointAt(id.length - 1) ?? 0) % SHARDS
}

const MINUTE_MS = 60_000
/** Sorts by minute, then by session. The sort key of a list's pages. */
export function minuteKey(at: number, id: SessionId): string {
  return `${minuteText(at)}#${id}`
}
/** Sorts before every `minuteKey` of this minute and later. */
export function minuteText(at: number): string {
  return digits(Math.floor(at / MINUTE_MS), 9)
}

/** A time as text that sorts by time, to the millisecond. */
export function timeKey(at: number): string {
  return digits(Math.floor(at), 14)
}

/**
 * Makes the sort keys of `held` distinct: the last 11 characters of an id, which is a hash, suffice. Short, since STATE
 * stores the keys.
 */
const endOf = (id: SessionId) => id.slice(-11)
/** Sorts by the start of the wait, then by session. */
export function waitKey(since: number, id: SessionId): string {
  return `${timeKey(since)}#${endOf(id)}`
}
/**
 * Sorts by ten minutes, then by session. An agent usually has a page of conversations, so the exact order matters
 * little, and each move in the index costs a write.
 */
export function heldKey(at: number, id: SessionId): string {
  return `${heldText(at)}#${endOf(id)}`
}
/** Sorts before every `heldKey` of these ten minutes and later. */
export function heldText(at: number): string {
  return digits(Math.floor(at / (10 * MINUTE_MS)), 8)
}

export function handoffKey(startedAt: number, id: SessionId, number: number): string {
  return `${timeKey(startedAt)}#${id}#${number}`
}

/** The shapes of the sort keys in cursors. */
export const MINUTE_KEY: RegExp = /^\d{9}#ses_[\w-]{22}$/
export const WAIT_KEY: RegExp = /^\d{14}#[\w-]{11}$/
export const HELD_KEY: RegExp = /^\d{8}#[\w-]{11}$/
export const HANDOFF_KEY: RegExp = /^\d{14}#ses_[\w-]{22}#\d{1,6}$/

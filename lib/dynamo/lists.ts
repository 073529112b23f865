import type { SessionStore } from '../ports/sessions.ts'
import type { SessionId } from '../protocol/ids.ts'
import { isListed, type Listed, listOrder } from '../session/listed.ts'
import { decodeSession } from './codec.ts'
import { decodeCursor, pageOf, sorted } from './cursor.ts'
import {
  agentPartition,
  botShards,
  dueShard,
  HELD_KEY,
  heldText,
  MINUTE_KEY,
  minuteText,
  queueShards,
  SHARD_NUMBERS,
  timeKey,
  WAIT_KEY,
  waitingShards,
} from './index-keys.ts'
import { type Item, textOf } from './item.ts'
import { keys, sessionOf } from './keys.ts'
import { counted, getAll, indexed, type Table } from './reads.ts'
import { type IndexName, indexAttributes } from './table.ts'

/**
 * A bot's lists of conversations, and the overdue conversations: keys from an index, then the page's items in one
 * batch. The cost depends on the page, not on the number of conversations.
 */
export function lists(table: Table): Pick<SessionStore, 'list' | 'count' | 'due'> {
  return {
    async list({ botId, limit, cursor, since = 0, waitsFrom = 0, ...listed }) {
      const { index, partitions, keyShape, boundOf, isOldestFirst } = placeOf(botId, listed)
      const { range } = indexAttributes(index)
      // The keys of this time are longer than the time, so they come after it.
      const from = decodeCursor(cursor, keyShape) ?? (isOldestFirst ? timeKey(waitsFrom) : undefined)
      const which = isOldestFirst ? { after: from } : { before: from }
      const found = await Promise.all(partitions.map(partition => indexed(table, index, partition, which, limit + 1)))
      const wanted = since > 0 ? found.flat().filter(item => textOf(item, range) >= boundOf(since)) : found.flat()
      const { items, next } = pageOf(index, wanted, limit, isOldestFirst)
      const stored = await getAll(table, items.map(sessionIdOf).map(keys.state))
      // The index may lag behind the items, so check each session against the list.
      const sessions = stored
        .map(decodeSession)
        .filter(session => session.lastEventAt >= since && isListed(session, listed))
      return { items: sessions.sort(listOrder(listed)), ...next }
    },

    async count({ botId, most, waitsBefore, ...listed }) {
      const { index, partitions, isOldestFirst } = placeOf(botId, listed)
      const before = isOldestFirst && waitsBefore !== undefined ? timeKey(waitsBefore) : undefined
      return await counted(table, index, partitions, { most, before })
    },

    async due(now, limit) {
      const upTo = timeKey(now)
      const shards = SHARD_NUMBERS.map(shard => indexed(table, 'due', dueShard(shard), { upTo }, limit))
      const { range } = indexAttributes('due')
      return sorted((await Promise.all(shards)).flat(), range)
        .slice(0, limit)
        .map(sessionIdOf)
    },
  }
}

/** The index partitions and the order of a list's keys. */
interface ListPlace {
  readonly index: IndexName
  readonly partitions: readonly string[]
  readonly keyShape: RegExp
  /** The lowest key of this time or a later one. */
  boundOf(at: number): string
  readonly isOldestFirst: boolean
}

const byMinute = { keyShape: MINUTE_KEY, boundOf: minuteText, isOldestFirst: false } as const

function placeOf(botId: string, listed: Listed): ListPlace {
  switch (listed.status) {
    case 'all':
      return { index: 'recent', partitions: botShards(botId), ...byMinute }
    case 'paused':
      return { index: 'inbox', partitions: botShards(botId), ...byMinute }
    case 'pending': {
      const { queue } = listed
      const [index, partitions] =
        queue === undefined
          ? (['held', waitingShards(botId)] as const)
          : (['queue', queueShards(botId, queue)] as const)
      return { index, partitions, keyShape: WAIT_KEY, boundOf: timeKey, isOldestFirst: true }
    }
    case 'assigned': {
      const partitions = [agentPartition(botId, listed.agentId)]
      return { index: 'held', partitions, keyShape: HELD_KEY, boundOf: heldText, isOldestFirst: false }
    }
    default:
      return listed satisfies never
  }
}

function sessionIdOf(item: Item): SessionId {
  return sessionOf(textOf(item, 'PK'))
}

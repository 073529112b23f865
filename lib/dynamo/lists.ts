import type { SessionId } from '../protocol/ids.ts'
import type { Page, SessionStore } from '../session/ports.ts'
import type { Session } from '../session/session.ts'
import { decodeSession } from './codec.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { bodyOf, type Item, textOf } from './item.ts'
import { getAll, indexed, type Table } from './reads.ts'
import type { EpisodeBody } from './sessions.ts'
import {
  BODY,
  botShards,
  dueShard,
  HANDOFF_KEY,
  type IndexName,
  indexAttributes,
  keys,
  MINUTE_KEY,
  SHARD_NUMBERS,
  sessionOf,
  timeKey,
} from './table.ts'

type Lists = Pick<SessionStore, 'list' | 'due' | 'handoffs'>

/** Everything over many conversations: keys from an index, then the page's items in one batch. Costs O(page), however many there are. */
export function lists(table: Table): Lists {
  return {
    async list({ botId, status, limit, cursor }) {
      const before = decodeCursor(cursor, MINUTE_KEY)
      const index = status === 'paused' ? 'inbox' : 'recent'
      const found = await Promise.all(
        botShards(botId).map(shard => indexed(table, index, shard, { before }, limit + 1)),
      )
      const { items, next } = pageOf(index, found.flat(), limit)
      const sessions = await sessionsOf(table, items.map(sessionIdOf))
      // The index may lag behind the items: what it shows is looked up, never believed.
      const listed = status === 'all' ? sessions : sessions.filter(({ control }) => control.holder === 'human')
      return { items: listed.sort((a, b) => b.lastEventAt - a.lastEventAt), ...next }
    },

    async due(now, limit) {
      const upTo = timeKey(now)
      const shards = SHARD_NUMBERS.map(shard => indexed(table, 'due', dueShard(shard), { upTo }, limit))
      const { range } = indexAttributes('due')
      return sorted((await Promise.all(shards)).flat(), range)
        .slice(0, limit)
        .map(sessionIdOf)
    },

    async handoffs({ botId, limit, cursor }) {
      const before = decodeCursor(cursor, HANDOFF_KEY)
      const found = await indexed(table, 'handoffs', botId, { before }, limit + 1)
      const { items, next } = pageOf('handoffs', found, limit)
      const keysOfPage = items.map(item => ({ PK: textOf(item, 'PK'), SK: textOf(item, 'SK') }))
      const stored = await getAll(table, keysOfPage)
      return {
        items: stored.map(item => {
          const { episode, address } = bodyOf<EpisodeBody>(item, BODY)
          return { ...episode, ...address, session: sessionIdOf(item) }
        }),
        ...next,
      }
    },
  }
}

/** The newest of the keys that the shards of an index gave, and where the next page begins. */
function pageOf(
  index: IndexName,
  found: readonly Item[],
  limit: number,
): { items: Item[]; next: Pick<Page<unknown>, 'next'> } {
  const { range } = indexAttributes(index)
  const items = sorted(found, range).reverse().slice(0, limit)
  const last = items.at(-1)
  return { items, next: last && found.length > limit ? { next: encodeCursor(textOf(last, range)) } : {} }
}

function sorted(items: readonly Item[], name: string): Item[] {
  // By code unit, as DynamoDB compares the (ASCII) keys; a locale's order is another one.
  return [...items].sort((a, b) => (textOf(a, name) < textOf(b, name) ? -1 : 1))
}

async function sessionsOf(table: Table, ids: readonly SessionId[]): Promise<Session[]> {
  const items = await getAll(table, ids.map(keys.state))
  return items.map(decodeSession).filter(({ revision }) => revision > 0)
}

function sessionIdOf(item: Item): SessionId {
  return sessionOf(textOf(item, 'PK'))
}

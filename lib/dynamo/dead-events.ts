import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { DEAD_EVENT_MS, type DeadEventStore, type StoredDeadEvent } from '../ports/dead-events.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { reached } from './errors.ts'
import { DEAD_EVENT_KEY } from './index-keys.ts'
import { bodyOf, textOf } from './item.ts'
import { keys } from './keys.ts'
import { range, type Table } from './reads.ts'
import { BODY, TTL_ATTRIBUTE } from './table.ts'
import { inSeconds, isKept } from './ttl.ts'

/** Dead letters of events: one partition for each bot, by the time of the event. */
export function deadEvents(table: Table): DeadEventStore {
  const { client, name } = table
  return {
    async putDeadEvent(botId, dead) {
      const ttl = inSeconds(dead.failedAt + DEAD_EVENT_MS)
      const item = { ...keys.deadEvent(botId, dead), [BODY]: JSON.stringify(dead), [TTL_ATTRIBUTE]: ttl }
      await reached(client.send(new PutCommand({ TableName: name, Item: item })))
    },

    async deadEvents({ botId, limit, cursor }, now) {
      const before = decodeCursor(cursor, DEAD_EVENT_KEY)
      const { from, to } = keys.deadEvents(botId, before)
      // The range includes its ends, and a page does not have the last item of the page before.
      const items = await range(table, { from, to, limit: limit + 2, backward: true })
      const found = items.filter(({ SK }) => SK !== before)
      const shown = found.slice(0, limit)
      const last = shown.at(-1)
      return {
        items: shown.filter(item => isKept(item, now)).map(item => bodyOf<StoredDeadEvent>(item, BODY)),
        ...(last && found.length > limit && { next: encodeCursor(textOf(last, 'SK')) }),
      }
    },

    async removeDeadEvent(botId, place) {
      await reached(client.send(new DeleteCommand({ TableName: name, Key: keys.deadEvent(botId, place) })))
    },
  }
}

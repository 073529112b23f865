import { setTimeout as sleep } from 'node:timers/promises'
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import {
  MAX_NOTIFICATIONS,
  type NewNotification,
  NOTIFICATION_MS,
  type NotificationStore,
  type StoredNotification,
} from '../ports/notifications.ts'
import { retry } from '../retry.ts'
import { unavailable, written, writtenOrStands } from './errors.ts'
import { bodyOf, type Item, jsonOf, numberOf } from './item.ts'
import { keys } from './keys.ts'
import { get, getAll, range, type Table } from './reads.ts'
import { BODY, TTL_ATTRIBUTE } from './table.ts'
import { inSeconds, isKept } from './ttl.ts'

/**
 * In the count's item, the newest number of a bot; in an id's item, the number of that notification; in a mark, the
 * number up to which an agent has read.
 */
const NUMBER = 'n'
/** The agent who marked the notification as done, and the time, as JSON. */
const DONE = 'd'

/** Marks outlive the notifications that they refer to. */
const MARK_MS = 2 * NOTIFICATION_MS

type Added = Awaited<ReturnType<NotificationStore['addNotifications']>>

/**
 * Notifications, in one partition for each bot: an item by number and an item by id for each, and one that has the
 * newest number. Adding is one transaction with a condition on the newest number, so only additions for the same bot
 * conflict.
 */
export function notifications(table: Table): NotificationStore {
  return {
    async addNotifications(botId, given, now) {
      const added = await retry({ sleep }, () => add(table, botId, given, now))
      if (!added) throw unavailable()
      return added
    },

    async notifications({ botId, open, before, limit }, now) {
      const from = keys.notification(botId, 0)
      const found: StoredNotification[] = []
      let below = before ?? Number.MAX_SAFE_INTEGER
      // Few notifications are done before newer ones, so a page usually takes one query.
      while (found.length < limit) {
        const to = keys.notification(botId, below - 1)
        const items = await range(table, { from, to, limit, backward: true })
        found.push(...items.filter(item => isKept(item, now) && !(open && DONE in item)).map(decode))
        const last = items.at(-1)
        if (!last || items.length < limit) break
        below = numberOf(last, NUMBER)
      }
      return found.slice(0, limit)
    },

    async setNotificationDone(botId, which, done, now) {
      const number = 'number' in which ? which.number : await numberBehind(table, botId, which.id)
      const known = number === undefined ? undefined : await get(table, keys.notification(botId, number))
      if (number === undefined || !known || !isKept(known, now)) return undefined
      // DynamoDB bills a refused write. An episode's notification is marked twice: when an agent takes the conversation
      // and when it is given back.
      if (DONE in known === (done !== null)) return { notification: decode(known), changed: false }
      const update = new UpdateCommand({
        TableName: table.name,
        Key: keys.notification(botId, number),
        UpdateExpression: done === null ? 'REMOVE #done' : 'SET #done = :done',
        ConditionExpression: `#ttl > :now AND attribute_${done === null ? '' : 'not_'}exists(#done)`,
        ExpressionAttributeNames: { '#done': DONE, '#ttl': TTL_ATTRIBUTE },
        ExpressionAttributeValues: {
          ':now': inSeconds(now),
          ...(done !== null && { ':done': JSON.stringify(done) }),
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      const updating = table.client.send(update)
      const { written: changed, stands } = await writtenOrStands(updating)
      const newest = changed ? (await updating).Attributes : stands
      return newest && isKept(newest, now) ? { notification: decode(newest), changed } : undefined
    },

    async notificationsRead(botId, agentId) {
      const mark = await get(table, keys.notificationsRead(botId, agentId))
      return mark ? numberOf(mark, NUMBER) : 0
    },

    async readNotifications(botId, agentId, upTo, now) {
      const update = new UpdateCommand({
        TableName: table.name,
        Key: keys.notificationsRead(botId, agentId),
        UpdateExpression: 'SET #number = :upTo, #ttl = :until',
        ConditionExpression: 'attribute_not_exists(#number) OR #number < :upTo',
        ExpressionAttributeNames: { '#number': NUMBER, '#ttl': TTL_ATTRIBUTE },
        ExpressionAttributeValues: { ':upTo': upTo, ':until': inSeconds(now + MARK_MS) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      const { stands } = await writtenOrStands(table.client.send(update))
      return stands ? numberOf(stands, NUMBER) : upTo
    },
  }
}

/** Returns undefined if another addition came first. */
async function add(
  table: Table,
  botId: string,
  given: readonly NewNotification[],
  now: number,
): Promise<Added | undefined> {
  const count = keys.notificationCount(botId)
  const heads = await getAll(table, [count, ...given.map(({ id }) => keys.notificationId(botId, id))])
  const newest = numberOf(heads.find(({ SK }) => SK === count.SK) ?? {}, NUMBER, 0)
  const known = await getAll(
    table,
    heads.filter(({ SK }) => SK !== count.SK).map(item => keys.notification(botId, numberOf(item, NUMBER))),
  )
  const kept = new Map(known.filter(item => isKept(item, now)).map(item => [decode(item).id, decode(item)]))
  let number = newest
  const all = given.map(each => {
    const stored = kept.get(each.id)
    return stored
      ? { notification: stored, isNew: false }
      : { notification: { ...each, number: ++number }, isNew: true }
  })
  if (number === newest) return all
  const fresh = all.filter(({ isNew }) => isNew).map(({ notification }) => notification)
  const transaction = new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName: table.name,
          Key: count,
          UpdateExpression: 'SET #number = :number',
          ConditionExpression: newest === 0 ? 'attribute_not_exists(#number)' : '#number = :newest',
          ExpressionAttributeNames: { '#number': NUMBER },
          ExpressionAttributeValues: { ':number': number, ...(newest > 0 && { ':newest': newest }) },
        },
      },
      ...fresh.flatMap(each => puts(table, botId, each)),
      ...(await removals(table, botId, { upTo: number - MAX_NOTIFICATIONS, count: fresh.length }, now)),
    ],
  })
  return (await written(table.client.send(transaction))) ? all : undefined
}

function puts({ name }: Table, botId: string, notification: StoredNotification) {
  const { number, id, at } = notification
  const until = { [TTL_ATTRIBUTE]: inSeconds(at + NOTIFICATION_MS) }
  const item = { ...keys.notification(botId, number), [NUMBER]: number, [BODY]: JSON.stringify(notification), ...until }
  return [
    { Put: { TableName: name, Item: item } },
    { Put: { TableName: name, Item: { ...keys.notificationId(botId, id), [NUMBER]: number, ...until } } },
  ]
}

/**
 * Removes as many of the oldest ones as are added, with their ids. The id of an expired notification may belong to a
 * newer one by now, so it stays.
 */
async function removals(
  table: Table,
  botId: string,
  { upTo, count }: { readonly upTo: number; readonly count: number },
  now: number,
) {
  const numbers = Array.from({ length: count }, (_, at) => upTo - at).filter(number => number > 0)
  const items = await getAll(
    table,
    numbers.map(number => keys.notification(botId, number)),
  )
  const gone = items.flatMap(item => {
    const { number, id } = decode(item)
    return [keys.notification(botId, number), ...(isKept(item, now) ? [keys.notificationId(botId, id)] : [])]
  })
  return gone.map(Key => ({ Delete: { TableName: table.name, Key } }))
}

async function numberBehind(table: Table, botId: string, id: string): Promise<number | undefined> {
  const item = await get(table, keys.notificationId(botId, id))
  return item && numberOf(item, NUMBER)
}

function decode(item: Item): StoredNotification {
  const done = jsonOf<NonNullable<StoredNotification['done']>>(item, DONE)
  return { ...bodyOf<StoredNotification>(item, BODY), ...(done && { done }) }
}

import { DeleteCommand, PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import {
  type CatchUpBudget,
  MAX_WATCHED,
  type SocketChange,
  type SocketOwner,
  type SocketStore,
  type StoredSocket,
} from '../ports/sockets.ts'
import type { InboxShape } from '../protocol/frames.ts'
import type { Instant } from '../session/session.ts'
import { reached, written } from './errors.ts'
import { bodyOf, type Item, numberOf, textOf } from './item.ts'
import { connectionAtEnd, keys } from './keys.ts'
import { beginning, get, type Table } from './reads.ts'
import { BODY, type Key, TTL_ATTRIBUTE, VERSION } from './table.ts'
import { inSeconds } from './ttl.ts'

/** DynamoDB removes a socket's items after this time, in seconds. No socket lives longer than 2 hours. */
const LIFETIME_S = 3 * 60 * 60

/**
 * Properties that may change while a socket is open have their own attributes, so that one update changes one property.
 * `watching` is a set.
 */
const names = { owner: 'o', expiresAt: 'x', subscription: 's', watching: 'w' } as const

/**
 * The bytes taken from the catch-up budget, and the start of their window. The copy in the bot's partition does not
 * follow them.
 */
const BUDGET = { since: 'bs', taken: 'bt' } as const

/**
 * The open sockets, each by its id. An agent's socket also has a copy in the bot's partition, and an item with only a
 * key in the agent's partition. The items are written one after the other. After a crash between two writes a socket
 * may be stored but not listed, and then its client asks again; a listed socket can always be removed. The copy has a
 * version and is only replaced by a newer state.
 */
export function sockets(table: Table): SocketStore {
  const { client, name } = table
  const put = (key: Key, item: Item) =>
    reached(client.send(new PutCommand({ TableName: name, Item: { ...item, ...key } })))
  const remove = (key: Key) => reached(client.send(new DeleteCommand({ TableName: name, Key: key })))

  async function find(connectionId: string): Promise<StoredSocket | undefined> {
    const item = await get(table, keys.socket(connectionId))
    return item && decode(item)
  }

  async function renewCopy(item: Item): Promise<void> {
    const { owner, botId, connectionId } = decode(item)
    if (owner.as !== 'agent') return
    const input = new PutCommand({
      TableName: name,
      Item: { ...item, ...keys.agentSocket(botId, connectionId) },
      ConditionExpression: '#version < :version',
      ExpressionAttributeNames: { '#version': VERSION },
      ExpressionAttributeValues: { ':version': numberOf(item, VERSION) },
    })
    // If the write is refused, the copy is newer, or removed.
    await written(client.send(input))
  }

  return {
    socket: find,

    async putSocket(socket) {
      const item = encode(socket)
      await put(keys.socket(socket.connectionId), item)
      if (socket.owner.as !== 'agent') return
      await put(keys.agentSocket(socket.botId, socket.connectionId), item)
      const own = keys.ownSocket(socket.botId, socket.owner.id, socket.connectionId)
      await put(own, { [TTL_ATTRIBUTE]: item[TTL_ATTRIBUTE] })
    },

    async updateSocket(connectionId, change) {
      const update = new UpdateCommand({ TableName: name, ...updateOf(keys.socket(connectionId), change) })
      const answer = client.send(update)
      if (!(await written(answer))) return false
      const { Attributes } = await answer
      if (Attributes) await renewCopy(Attributes)
      return true
    },

    async takeCatchUp(connectionId, bytes, budget, now) {
      if (bytes > budget.bytes) return false
      // Usually one update, since catching up is rare. A second one if the current window has room.
      const input = { TableName: name, Key: keys.socket(connectionId) }
      let takenBefore = Number.POSITIVE_INFINITY
      const begins = client.send(new UpdateCommand({ ...input, ...newWindow(bytes, budget, now) }))
      const isNew = await written(begins, error => {
        const { Item: stored } = error as { Item?: Readonly<Record<string, { readonly N?: string }>> }
        takenBefore = Number(stored?.[BUDGET.taken]?.N ?? takenBefore)
        return false
      })
      if (isNew || takenBefore + bytes > budget.bytes) return isNew
      return await written(client.send(new UpdateCommand({ ...input, ...sameWindow(bytes, budget) })))
    },

    async removeSocket(connectionId) {
      const socket = await find(connectionId)
      if (!socket) return
      if (socket.owner.as === 'agent') {
        await remove(keys.ownSocket(socket.botId, socket.owner.id, connectionId))
        await remove(keys.agentSocket(socket.botId, connectionId))
      }
      await remove(keys.socket(connectionId))
    },

    async agentSockets(botId) {
      const all = await beginning(table, keys.agentSocket(botId, ''), Number.POSITIVE_INFINITY, { consistent: true })
      return all.map(decode)
    },

    async connectionsOf(botId, agentId) {
      const prefix = keys.ownSocket(botId, agentId, '')
      const items = await beginning(table, prefix, Number.POSITIVE_INFINITY, { consistent: true })
      return items.map(item => connectionAtEnd(textOf(item, 'SK')))
    },
  }
}

function encode(socket: StoredSocket): Item {
  const { connectionId, botId, connectedAt, owner, expiresAt, subscription, shape, watching } = socket
  return {
    [BODY]: JSON.stringify({ connectionId, botId, connectedAt }),
    [names.owner]: JSON.stringify(owner),
    [names.expiresAt]: expiresAt,
    ...(subscription !== undefined && { [names.subscription]: encodeSubscription(subscription, shape) }),
    ...(watching.length > 0 && { [names.watching]: new Set(watching) }),
    [VERSION]: 0,
    [TTL_ATTRIBUTE]: inSeconds(connectedAt) + LIFETIME_S,
  }
}

function decode(item: Item): StoredSocket {
  const subscription = item[names.subscription]
  const watching = item[names.watching]
  return {
    ...bodyOf<Pick<StoredSocket, 'connectionId' | 'botId' | 'connectedAt'>>(item, BODY),
    owner: bodyOf<SocketOwner>(item, names.owner),
    expiresAt: numberOf(item, names.expiresAt),
    ...decodeSubscription(subscription),
    watching: watching instanceof Set ? [...watching] : [],
  }
}

type Subscription = Pick<StoredSocket, 'subscription' | 'shape'>

/** One text, so that both change together. */
function encodeSubscription(to: 'inbox' | 'live', shape: StoredSocket['shape']): string {
  return shape === undefined ? to : `${to} ${shape}`
}

function decodeSubscription(text: unknown): Subscription {
  const [to, shape] = typeof text === 'string' ? text.split(' ') : []
  if (to !== 'inbox' && to !== 'live') return {}
  return { subscription: to, ...(isShape(shape) && { shape }) }
}

const SHAPES: Readonly<Record<InboxShape, true>> = { botpress: true, interlude: true, hitlnext: true }

function isShape(text: string | undefined): text is InboxShape {
  return text !== undefined && Object.hasOwn(SHAPES, text)
}

/** Condition: the set has room, or already contains the conversation. */
const FITS = ` AND (attribute_not_exists(#${names.watching}) OR size(#${names.watching}) < :most OR contains(#${names.watching}, :watch))`

function updateOf(key: Key, change: SocketChange): Omit<UpdateCommandInput, 'TableName'> {
  const [expression, values] = partOf(change)
  const used = Object.values(names).filter(each => expression.includes(`#${each}`))
  return {
    Key: key,
    UpdateExpression: `${expression} ADD #${VERSION} :one${values.added === undefined ? '' : `, #${names.watching} :added`}`,
    ConditionExpression: `attribute_exists(PK)${values.added === undefined ? '' : FITS}`,
    ExpressionAttributeNames: {
      [`#${VERSION}`]: VERSION,
      ...(values.added !== undefined && { [`#${names.watching}`]: names.watching }),
      ...Object.fromEntries(used.map(each => [`#${each}`, each])),
    },
    ExpressionAttributeValues: {
      ':one': 1,
      ...('watch' in change && { ':most': MAX_WATCHED, ':watch': change.watch }),
      ...Object.fromEntries(Object.entries(values).map(([each, value]) => [`:${each}`, value])),
    },
    ReturnValues: 'ALL_NEW',
  }
}

type BudgetUpdate = Omit<UpdateCommandInput, 'TableName' | 'Key'>
const BUDGET_NAMES = { '#since': BUDGET.since, '#taken': BUDGET.taken }

function newWindow(bytes: number, { windowMs }: CatchUpBudget, now: Instant): BudgetUpdate {
  return {
    UpdateExpression: 'SET #since = :now, #taken = :bytes',
    ConditionExpression: 'attribute_exists(PK) AND (attribute_not_exists(#since) OR #since <= :over)',
    ExpressionAttributeNames: BUDGET_NAMES,
    ExpressionAttributeValues: { ':now': now, ':bytes': bytes, ':over': now - windowMs },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  }
}

function sameWindow(bytes: number, budget: CatchUpBudget): BudgetUpdate {
  return {
    UpdateExpression: 'ADD #taken :bytes',
    ConditionExpression: '#taken <= :most',
    ExpressionAttributeNames: { '#taken': BUDGET.taken },
    ExpressionAttributeValues: { ':bytes': bytes, ':most': budget.bytes - bytes },
  }
}

/**
 * The part of an update expression for a change, and its values. The values of `added` go into the `ADD` of the
 * version.
 */
function partOf(
  change: SocketChange,
): [expression: string, values: { readonly [name: string]: unknown; readonly added?: Set<string> }] {
  if ('watch' in change) return ['', { added: new Set([change.watch]) }]
  if ('unwatch' in change) return [`DELETE #${names.watching} :removed`, { removed: new Set([change.unwatch]) }]
  if ('subscription' in change) {
    return change.subscription === null
      ? [`REMOVE #${names.subscription}`, {}]
      : [`SET #${names.subscription} = :to`, { to: encodeSubscription(change.subscription, change.shape) }]
  }
  return [
    `SET #${names.expiresAt} = :at, #${names.owner} = :owner`,
    { at: change.expiresAt, owner: JSON.stringify(change.owner) },
  ]
}

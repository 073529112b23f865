import { setTimeout as sleep } from 'node:timers/promises'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { ReceiptStore } from '../ports/receipts.ts'
import type { SessionId } from '../protocol/ids.ts'
import { retry } from '../retry.ts'
import { joinReceipts, NO_RECEIPTS, type Receipts } from '../session/receipts.ts'
import { unavailable, written } from './errors.ts'
import { bodyOf, numberOf } from './item.ts'
import { keys } from './keys.ts'
import { get, type Table } from './reads.ts'
import { BODY, VERSION } from './table.ts'

/** Receipts: one item for each conversation, in the conversation's partition. Does not write STATE. */
export function receipts(table: Table): ReceiptStore {
  return {
    async receipts(session) {
      const item = await get(table, keys.receipts(session))
      return item && bodyOf<Receipts>(item, BODY)
    },

    async addReceipts(session, news) {
      const added = await retry({ sleep }, () => add(table, session, news))
      if (!added) throw unavailable()
      return added
    },
  }
}

/** Returns undefined if another addition came first. */
async function add(table: Table, session: SessionId, news: Receipts) {
  const key = keys.receipts(session)
  const item = await get(table, key)
  const before = item ? bodyOf<Receipts>(item, BODY) : NO_RECEIPTS
  const joined = joinReceipts(before, news)
  // DynamoDB bills a refused write, so an addition without news makes none.
  if (joined === before) return { receipts: joined, before }
  const version = item ? numberOf(item, VERSION) : 0
  const put = new PutCommand({
    TableName: table.name,
    Item: { ...key, [VERSION]: version + 1, [BODY]: JSON.stringify(joined) },
    ConditionExpression: item ? '#version = :version' : 'attribute_not_exists(#version)',
    ExpressionAttributeNames: { '#version': VERSION },
    ...(item && { ExpressionAttributeValues: { ':version': version } }),
  })
  return (await written(table.client.send(put))) ? { receipts: joined, before } : undefined
}

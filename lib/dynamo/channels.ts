import { PutCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import type { AccountMove, ChannelStore, StoredPlatformApp } from '../ports/channels.ts'
import { written } from './errors.ts'
import { bodyOf, textOf } from './item.ts'
import { keys } from './keys.ts'
import { get, type Table } from './reads.ts'
import { BODY, HOLDER, VERSION } from './table.ts'

/**
 * The accounts of platforms, and the operator's applications there. All reads are strongly consistent.
 */
export function channels(table: Table): ChannelStore {
  const { client, name } = table
  return {
    async accountHolder(type, accountId) {
      const item = await get(table, keys.account(type, accountId))
      return item && textOf(item, HOLDER)
    },

    async platformApp(type) {
      const item = await get(table, keys.platformApp(type))
      return item && bodyOf<StoredPlatformApp>(item, BODY)
    },

    async putPlatformApp(type, version, app) {
      const put = new PutCommand({
        TableName: name,
        Item: { ...keys.platformApp(type), [VERSION]: app.version, [BODY]: JSON.stringify(app) },
        ...ifVersion(version),
      })
      return await written(client.send(put))
    },
  }
}

/** The condition that an item has this version. 0: that there is no item. */
export function ifVersion(version: number) {
  const names = { ExpressionAttributeNames: { '#version': VERSION } }
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(#version)', ...names }
  return {
    ConditionExpression: '#version = :version',
    ...names,
    ExpressionAttributeValues: { ':version': version },
  }
}

/** The part of a transaction that moves an account from one bot to another. */
export function moveOf(
  TableName: string,
  { type, accountId, before, after }: AccountMove,
): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
  const key = keys.account(type, accountId)
  const condition = {
    ConditionExpression: before === undefined ? 'attribute_not_exists(#holder)' : '#holder = :before',
    ExpressionAttributeNames: { '#holder': HOLDER },
    ...(before !== undefined && { ExpressionAttributeValues: { ':before': before } }),
  }
  if (after === undefined) return { Delete: { TableName, Key: key, ...condition } }
  return { Put: { TableName, Item: { ...key, [HOLDER]: after }, ...condition } }
}

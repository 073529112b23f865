import { DeleteCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { BotStore, StoredBot, StoredKey } from '../ports/bots.ts'
import { ifVersion, moveOf } from './channels.ts'
import { reached, written } from './errors.ts'
import { bodyOf, textOf } from './item.ts'
import { botOfName, keys } from './keys.ts'
import { beginning, get, range, type Table } from './reads.ts'
import { BODY, VERSION } from './table.ts'

const everything = Number.POSITIVE_INFINITY
const consistent = { consistent: true }

/** Sort before and after every character that a bot's id may have. */
const BEFORE_ALL = ' '
const PAST_ALL = '\u{7f}'

/**
 * Bots and their keys. All reads are strongly consistent, so that pausing a bot and deleting a key take effect at once.
 */
export function bots(table: Table): BotStore {
  const { client, name } = table
  return {
    async bot(botId) {
      const item = await get(table, keys.bot(botId))
      return item && bodyOf<StoredBot>(item, BODY)
    },

    async putBot(botId, version, bot, moves = []) {
      const item = { ...keys.bot(botId), [VERSION]: bot.config.version, [BODY]: JSON.stringify(bot) }
      const put = { TableName: name, Item: item, ...ifVersion(version) }
      if (version > 0 && moves.length === 0) return await written(client.send(new PutCommand(put)))
      const naming = version === 0 ? [{ Put: { TableName: name, Item: keys.botName(botId) } }] : []
      const all = new TransactWriteCommand({
        TransactItems: [{ Put: put }, ...naming, ...moves.map(move => moveOf(name, move))],
      })
      return await written(client.send(all))
    },

    async bots({ after = '', limit }) {
      const from = keys.botName(after + BEFORE_ALL)
      const items = await range(table, { from, to: keys.botName(PAST_ALL), limit })
      return items.map(item => botOfName(textOf(item, 'SK')))
    },

    async key(botId, keyId) {
      const item = await get(table, keys.botKey(botId, keyId))
      return item && bodyOf<StoredKey>(item, BODY)
    },

    async keys(botId) {
      const items = await beginning(table, keys.botKey(botId, ''), everything, consistent)
      return items.map(item => bodyOf<StoredKey>(item, BODY))
    },

    async putKey(botId, key) {
      const item = { ...keys.botKey(botId, key.keyId), [BODY]: JSON.stringify(key) }
      await reached(client.send(new PutCommand({ TableName: name, Item: item })))
    },

    async deleteKey(botId, keyId) {
      const input = { TableName: name, Key: keys.botKey(botId, keyId), ReturnValues: 'ALL_OLD' } as const
      const { Attributes } = await reached(client.send(new DeleteCommand(input)))
      return Attributes !== undefined
    },
  }
}

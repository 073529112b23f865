import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { OwnReplyStore, StoredReplies } from '../ports/own-replies.ts'
import { ifVersion } from './channels.ts'
import { written } from './errors.ts'
import { bodyOf } from './item.ts'
import { keys } from './keys.ts'
import { get, type Table } from './reads.ts'
import { BODY, VERSION } from './table.ts'

/** The own canned replies of agents: one item for each bot and agent. The read is strongly consistent. */
export function ownReplies(table: Table): OwnReplyStore {
  return {
    async ownReplies({ botId, agentId }) {
      const item = await get(table, keys.ownReplies(botId, agentId))
      return item && bodyOf<StoredReplies>(item, BODY)
    },

    async putOwnReplies({ botId, agentId }, version, replies) {
      const put = new PutCommand({
        TableName: table.name,
        Item: {
          ...keys.ownReplies(botId, agentId),
          [VERSION]: replies.version,
          [BODY]: JSON.stringify(replies),
        },
        ...ifVersion(version),
      })
      return await written(table.client.send(put))
    },
  }
}

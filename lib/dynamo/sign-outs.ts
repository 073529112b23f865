import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { SignOutStore } from '../ports/sign-outs.ts'
import { written } from './errors.ts'
import { numberOf } from './item.ts'
import { keys } from './keys.ts'
import { get, type Table } from './reads.ts'
import { UNTIL } from './table.ts'

/** Sign-outs of agents: one item for each agent who ever signed out everywhere. */
export function signOuts(table: Table): SignOutStore {
  const { client, name } = table
  return {
    async signedOutAt(agentId) {
      const item = await get(table, keys.signOut(agentId))
      return item && numberOf(item, UNTIL)
    },

    async signOutAgent(agentId, at) {
      const update = new UpdateCommand({
        TableName: name,
        Key: keys.signOut(agentId),
        UpdateExpression: 'SET #until = :at',
        ConditionExpression: 'attribute_not_exists(#until) OR #until < :at',
        ExpressionAttributeNames: { '#until': UNTIL },
        ExpressionAttributeValues: { ':at': at },
      })
      // Refused if a later sign-out is stored, which covers this one.
      await written(client.send(update))
    },
  }
}

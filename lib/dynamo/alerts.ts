import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { latestSlotEnd } from '../session/alert-slot.ts'
import type { AlertStore } from '../session/ports.ts'
import { written } from './errors.ts'
import { numberOf } from './item.ts'
import type { Table } from './reads.ts'
import { keys, UNTIL } from './table.ts'

/** Slots of alerts: one item a bot, written by those alone who alert. */
export function alerts({ client, name }: Table): AlertStore {
  return {
    async takeAlertSlot(botId, now, until) {
      const update = new UpdateCommand({
        TableName: name,
        Key: keys.alertSlot(botId),
        UpdateExpression: 'SET #until = :until',
        ConditionExpression: 'attribute_not_exists(#until) OR #until <= :now OR #until > :latest',
        ExpressionAttributeNames: { '#until': UNTIL },
        ExpressionAttributeValues: { ':until': until, ':now': now, ':latest': latestSlotEnd(now, until) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      let end = until
      // A call that the SDK repeated may meet its own first try. It does not take the slot then: the next notice covers it.
      const taken = await written(client.send(update), error => {
        const { Item: stored } = error as { Item?: Parameters<typeof unmarshall>[0] }
        if (stored) end = numberOf(unmarshall(stored), UNTIL)
        return false
      })
      return taken ? { taken } : { taken, until: end }
    },
  }
}

import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type AlertStore, latestSlotEnd } from '../ports/alerts.ts'
import { writtenOrStands } from './errors.ts'
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
      // A call that the SDK repeated may meet its own first try. It does not take the slot then: the next notice covers it.
      const { written: taken, stands } = await writtenOrStands(client.send(update))
      return taken ? { taken } : { taken, until: stands ? numberOf(stands, UNTIL) : until }
    },
  }
}

import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type AlertStore, latestSlotEnd } from '../ports/alerts.ts'
import { writtenOrStands } from './errors.ts'
import { numberOf } from './item.ts'
import { keys } from './keys.ts'
import type { Table } from './reads.ts'
import { UNTIL } from './table.ts'

/** Alert slots: one item for each bot. Only functions that send alerts write them. */
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
      // If the SDK repeated the call, the repetition may fail on its own first attempt. Then this returns false although
      // the slot was taken: no notice goes out in it, and the next notice covers the alert.
      const { written: taken, stands } = await writtenOrStands(client.send(update))
      return taken ? { taken } : { taken, until: stands ? numberOf(stands, UNTIL) : until }
    },
  }
}

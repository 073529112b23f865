import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { gathered } from '../gathered.ts'
import { type AlertSlot, type AlertStore, isSlotFree, latestSlotEnd } from '../ports/alerts.ts'
import type { Instant } from '../session/session.ts'
import { writtenOrStands } from './errors.ts'
import { numberOf } from './item.ts'
import { keys } from './keys.ts'
import type { Table } from './reads.ts'
import { UNTIL } from './table.ts'

/**
 * Alert slots: one item for each bot. Only functions that send alerts write them. In a rush each waiting conversation
 * asks for the slot, and DynamoDB bills and throttles refused writes, too. So a process asks for one bot once at a time,
 * and remembers until when the slot is taken.
 */
export function alerts(table: Table): AlertStore {
  const ends = new Map<string, Instant>()
  const take = gathered<Pick<Wanted, 'now' | 'until'>, AlertSlot>(async (botId, calls) => {
    const slots: AlertSlot[] = []
    for (const { now, until } of calls) {
      const end = ends.get(botId)
      const isFree = isSlotFree(end, now, until)
      const slot =
        end === undefined || isFree ? await takeSlot(table, { botId, now, until }) : { taken: false, until: end }
      if (isFree) ends.set(botId, slot.taken ? until : slot.until)
      slots.push(slot)
    }
    return slots
  }, Number.POSITIVE_INFINITY)
  return { takeAlertSlot: async (botId, now, until) => await take(botId, { now, until }) }
}

interface Wanted {
  readonly botId: string
  readonly now: Instant
  readonly until: Instant
}

async function takeSlot({ client, name }: Table, { botId, now, until }: Wanted): Promise<AlertSlot> {
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
}

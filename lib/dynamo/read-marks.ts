import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { READ_MARK_MS, type ReadMarkStore } from '../session/ports.ts'
import { written } from './errors.ts'
import { type Item, numberOf, textOf } from './item.ts'
import { getAll, type Table } from './reads.ts'
import { keys, sessionOf, TTL_ATTRIBUTE } from './table.ts'

const SEQ = 'r'
const inSeconds = (ms: number) => Math.ceil(ms / 1000)

/** Marks of agents: one item a conversation and agent, beside the conversation's. Nothing of STATE is written. */
export function readMarks(table: Table): ReadMarkStore {
  const isKept = (item: Item, now: number) => numberOf(item, TTL_ATTRIBUTE) > inSeconds(now)

  return {
    async raiseReadMark({ agentId, session, seq }, now) {
      const update = new UpdateCommand({
        TableName: table.name,
        Key: keys.readMark(session, agentId),
        UpdateExpression: 'SET #seq = :seq, #ttl = :until',
        // DynamoDB removes an item some time after its end: until then it counts as removed.
        ConditionExpression: 'attribute_not_exists(#seq) OR #seq < :seq OR #ttl <= :now',
        ExpressionAttributeNames: { '#seq': SEQ, '#ttl': TTL_ATTRIBUTE },
        ExpressionAttributeValues: { ':seq': seq, ':until': inSeconds(now + READ_MARK_MS), ':now': inSeconds(now) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      let stands = seq
      const raised = await written(table.client.send(update), error => {
        const { Item: stored } = error as { Item?: Parameters<typeof unmarshall>[0] }
        if (stored) stands = numberOf(unmarshall(stored), SEQ)
        return false
      })
      return { seq: stands, raised }
    },

    async readMarks(agentId, sessions, now) {
      const wanted = [...new Set(sessions)].map(session => keys.readMark(session, agentId))
      const items = (await getAll(table, wanted)).filter(item => isKept(item, now))
      return new Map(items.map(item => [sessionOf(textOf(item, 'PK')), numberOf(item, SEQ)]))
    },
  }
}

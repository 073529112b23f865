import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { READ_MARK_MS, type ReadMarkStore } from '../ports/read-marks.ts'
import { writtenOrStands } from './errors.ts'
import { numberOf, textOf } from './item.ts'
import { keys, sessionOf } from './keys.ts'
import { getAll, type Table } from './reads.ts'
import { TTL_ATTRIBUTE } from './table.ts'
import { inSeconds, isKept } from './ttl.ts'

const SEQ = 'r'

/**
 * Read marks of agents: one item for each conversation and agent, in the conversation's partition. Does not write
 * STATE.
 */
export function readMarks(table: Table): ReadMarkStore {
  return {
    async raiseReadMark({ agentId, session, seq }, now) {
      const update = new UpdateCommand({
        TableName: table.name,
        Key: keys.readMark(session, agentId),
        UpdateExpression: 'SET #seq = :seq, #ttl = :until',
        // DynamoDB removes an item some time after its end. An ended item counts as removed.
        ConditionExpression: 'attribute_not_exists(#seq) OR #seq < :seq OR #ttl <= :now',
        ExpressionAttributeNames: { '#seq': SEQ, '#ttl': TTL_ATTRIBUTE },
        ExpressionAttributeValues: { ':seq': seq, ':until': inSeconds(now + READ_MARK_MS), ':now': inSeconds(now) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      const { written: raised, stands } = await writtenOrStands(table.client.send(update))
      return { seq: stands ? numberOf(stands, SEQ) : seq, raised }
    },

    async readMarks(agentId, sessions, now) {
      const wanted = [...new Set(sessions)].map(session => keys.readMark(session, agentId))
      const items = (await getAll(table, wanted)).filter(item => isKept(item, now))
      return new Map(items.map(item => [sessionOf(textOf(item, 'PK')), numberOf(item, SEQ)]))
    },
  }
}

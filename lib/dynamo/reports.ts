import { PutCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import type { ReportStore, StoredTally } from '../ports/reports.ts'
import { addCounts, entriesOf } from '../session/counts.ts'
import type { Decision } from '../session/decide.ts'
import type { CountName, Counts } from '../session/tally.ts'
import { reached } from './errors.ts'
import { type Item, numberOf, textOf } from './item.ts'
import { range, type Table } from './reads.ts'
import { reportKeys } from './report-keys.ts'
import { BODY } from './table.ts'

/** The attributes of an item of counters beside them. No counter has one of these names. */
const names = { day: 'd', queue: 'q', agent: 'a', name: 'n' } as const
const NOT_COUNTED: readonly string[] = ['PK', 'SK', ...Object.values(names)]

/**
 * Number of items over which the handoffs of a queue are spread that no agent had: many of them may expire at the same
 * moment, and two transactions that write the same item conflict.
 */
const SHARDS = 8

type TallyUpdate = NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Update']>

/** The counters of handoffs, and their summaries. */
export function reports(table: Table): ReportStore {
  const { client, name } = table
  return {
    async tallies(botId, days) {
      const items = await range(table, { ...reportKeys.tallies(botId, days), limit: Number.POSITIVE_INFINITY })
      const merged = new Map<string, StoredTally>()
      for (const each of items.map(decode)) {
        const key = JSON.stringify([each.day, each.queue, each.agent?.id])
        const before = merged.get(key)
        merged.set(key, before ? { ...before, counts: addCounts(before.counts, each.counts) } : each)
      }
      return [...merged.values()]
    },

    async summaries(botId, { from, to }) {
      const bounds = { from: reportKeys.summary(botId, from), to: reportKeys.summary(botId, to) }
      const items = await range(table, { ...bounds, limit: Number.POSITIVE_INFINITY })
      return items.map(item => ({ period: textOf(item, 'SK').slice('M#'.length), body: textOf(item, BODY) }))
    },

    async putSummary(botId, { period, body }) {
      const Item = { ...reportKeys.summary(botId, period), [BODY]: body }
      await reached(client.send(new PutCommand({ TableName: name, Item })))
    },
  }
}

/** The writes of a commit that count the handoffs that it ends or rates. */
export function tallyUpdates(table: string, { session, tallies }: Decision<unknown>): readonly TallyUpdate[] {
  return tallies.map(tally => {
    const { day, queue, agent, counts } = tally
    const said: Readonly<Record<string, string>> = {
      [names.day]: day,
      ...(queue !== undefined && { [names.queue]: queue }),
      ...(agent && { [names.agent]: agent.id }),
      ...(agent?.name !== undefined && { [names.name]: agent.name }),
    }
    const all = entriesOf(counts)
    return {
      TableName: table,
      Key: reportKeys.tally(session.botId, tally, shardOf(session.id)),
      UpdateExpression: `SET ${clauses(Object.keys(said), '=')} ADD ${clauses(
        all.map(([each]) => each),
        '',
      )}`,
      ExpressionAttributeNames: Object.fromEntries(
        [...Object.keys(said), ...all.map(([each]) => each)].map(each => [`#${each}`, each]),
      ),
      ExpressionAttributeValues: Object.fromEntries(
        [...Object.entries(said), ...all].map(([each, value]) => [`:${each}`, value]),
      ),
    }
  })
}

function clauses(attributes: readonly string[], between: '=' | ''): string {
  return attributes.map(each => `#${each} ${between} :${each}`).join(', ')
}

/** The end of an id is a hash in base64url. Its last character chooses the shard of the indexes, so this takes another. */
function shardOf(id: string): number {
  return (id.codePointAt(id.length - 2) ?? 0) % SHARDS
}

function decode(item: Item): StoredTally {
  const counts: Partial<Record<CountName, number>> = {}
  for (const name of Object.keys(item)) {
    if (!NOT_COUNTED.includes(name)) counts[name as CountName] = numberOf(item, name)
  }
  const named = item[names.name] !== undefined && { name: textOf(item, names.name) }
  return {
    day: textOf(item, names.day),
    ...(item[names.queue] !== undefined && { queue: textOf(item, names.queue) }),
    ...(item[names.agent] !== undefined && { agent: { id: textOf(item, names.agent), ...named } }),
    counts: counts satisfies Counts,
  }
}

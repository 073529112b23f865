import { setTimeout as sleep } from 'node:timers/promises'
import { type TransactWriteCommandInput, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import { defined } from '../defined.ts'
import type { AgentRef, AgentStore, StoredAgent } from '../ports/agents.ts'
import { retry } from '../retry.ts'
import type { Seating } from '../session/seats.ts'
import { unavailable, written } from './errors.ts'
import { goneShard, SHARD_NUMBERS, shardOf, timeKey } from './index-keys.ts'
import { type Item, jsonOf, numberIfAny, numberOf, textOf } from './item.ts'
import { botOfAgent, keys } from './keys.ts'
import { beginning, get, getAll, indexed, type Table } from './reads.ts'
import { indexAttributes, type Key } from './table.ts'

/** The attributes of an agent's item. When the conversations go back is the sort key of the index `due`. */
const names = {
  id: 'id',
  name: 'n',
  roles: 'r',
  away: 'aw',
  seenUntil: 'su',
  load: 'l',
  lastAssignedAt: 'la',
} as const
const { hash: DUE_HASH, range: DUE_RANGE } = indexAttributes('due')

type LoadUpdate = NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Update']>

/** The agents of bots: one item for each. */
export function agents(table: Table): AgentStore {
  const { client, name } = table

  /** Writes one agent's item. A commit that changes the load at the same moment makes DynamoDB refuse, so this tries again. */
  async function update(input: Omit<UpdateCommandInput, 'TableName'>): Promise<void> {
    const done = await retry({ sleep }, async () =>
      (await written(client.send(new UpdateCommand({ TableName: name, ...input })))) ? true : undefined,
    )
    if (!done) throw unavailable()
  }

  return {
    async agent(ref) {
      const item = await get(table, keyOf(ref))
      return item && decode(item)
    },

    async agents(botId) {
      const items = await beginning(table, keys.agentsOf(botId), Number.POSITIVE_INFINITY, { consistent: true })
      return items.map(decode)
    },

    async seeAgent({ botId, agentId, name: agentName, roles, seenUntil, goneAt }) {
      await update(
        changing(
          { botId, agentId },
          {
            [names.name]: agentName,
            [names.roles]: JSON.stringify(roles),
            [names.seenUntil]: seenUntil,
            ...goneKeys(agentId, goneAt),
          },
        ),
      )
    },

    async changePresence(ref, was, { seenUntil, goneAt }) {
      const changes = changing(ref, { [names.seenUntil]: seenUntil, ...goneKeys(ref.agentId, goneAt) })
      // A commit at the same moment makes DynamoDB refuse as well, and so does a newer presence.
      const done = await retry({ sleep }, async () => {
        const input = {
          TableName: name,
          ...changes,
          ConditionExpression: '#su = :was',
          ExpressionAttributeValues: { ...changes.ExpressionAttributeValues, ':was': was },
        }
        if (await written(client.send(new UpdateCommand(input)))) return { changed: true }
        const now = await get(table, keyOf(ref))
        return now && numberOf(now, names.seenUntil, 0) === was ? undefined : { changed: false }
      })
      if (!done) throw unavailable()
      return done.changed
    },

    setAway: (ref, away) => update(changing(ref, { [names.away]: away })),

    async goneAgents(now, limit) {
      const upTo = timeKey(now)
      const shards = SHARD_NUMBERS.map(shard => indexed(table, 'due', goneShard(shard), { upTo }, limit))
      const found = (await Promise.all(shards)).flat().slice(0, limit)
      const items = await getAll(
        table,
        found.map(item => ({ PK: textOf(item, 'PK'), SK: textOf(item, 'SK') })),
      )
      // The index may lag behind the items.
      return items.map(decode).filter(({ goneAt }) => goneAt !== undefined && goneAt <= now)
    },
  }
}

/** The writes of a commit that change agents' loads. The condition of the second one: the agent has room. */
export function loadUpdates(table: string, botId: string, { from, to }: Seating): readonly LoadUpdate[] {
  const updates: LoadUpdate[] = []
  if (from !== undefined) {
    updates.push({
      TableName: table,
      Key: keys.agent(botId, from),
      UpdateExpression: 'SET #id = :id ADD #load :one',
      ExpressionAttributeNames: { '#id': names.id, '#load': names.load },
      ExpressionAttributeValues: { ':id': from, ':one': -1 },
    })
  }
  if (to) {
    updates.push({
      TableName: table,
      Key: keys.agent(botId, to.id),
      UpdateExpression: 'SET #id = :id, #at = :at ADD #load :one',
      ...(to.capacity !== undefined && { ConditionExpression: 'attribute_not_exists(#load) OR #load < :capacity' }),
      ExpressionAttributeNames: { '#id': names.id, '#at': names.lastAssignedAt, '#load': names.load },
      ExpressionAttributeValues: {
        ':id': to.id,
        ':at': to.at,
        ':one': 1,
        ...(to.capacity !== undefined && { ':capacity': to.capacity }),
      },
    })
  }
  return updates
}

function keyOf({ botId, agentId }: AgentRef): Key {
  return keys.agent(botId, agentId)
}

/** Sets the given attributes, and removes those that are undefined. */
function changing(ref: AgentRef, attributes: Readonly<Record<string, unknown>>) {
  const all = Object.entries({ ...attributes, [names.id]: ref.agentId })
  const [set, removed] = [
    all.filter(([, value]) => value !== undefined),
    all.filter(([, value]) => value === undefined),
  ]
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map(([each]) => `#${each}`).join(', ')}`
  return {
    Key: keyOf(ref),
    UpdateExpression: `SET ${set.map(([each]) => `#${each} = :${each}`).join(', ')}${remove}`,
    ExpressionAttributeNames: Object.fromEntries(all.map(([each]) => [`#${each}`, each])),
    ExpressionAttributeValues: Object.fromEntries(set.map(([each, value]) => [`:${each}`, value])),
  }
}

function goneKeys(agentId: string, goneAt: number | undefined): Record<typeof DUE_HASH | typeof DUE_RANGE, unknown> {
  if (goneAt === undefined) return { [DUE_HASH]: undefined, [DUE_RANGE]: undefined } as never
  const shard = shardOf(keys.agent('', agentId).SK)
  return { [DUE_HASH]: goneShard(shard), [DUE_RANGE]: timeKey(goneAt) } as never
}

function decode(item: Item): StoredAgent {
  return {
    botId: botOfAgent(textOf(item, 'PK')),
    agentId: textOf(item, names.id),
    roles: jsonOf<readonly string[]>(item, names.roles) ?? [],
    away: item[names.away] === true,
    seenUntil: numberOf(item, names.seenUntil, 0),
    load: Math.max(0, numberOf(item, names.load, 0)),
    ...defined({
      name: item[names.name] === undefined ? undefined : textOf(item, names.name),
      goneAt: item[DUE_RANGE] === undefined ? undefined : Number(textOf(item, DUE_RANGE)),
      lastAssignedAt: numberIfAny(item, names.lastAssignedAt),
    }),
  }
}

import { TransactWriteCommand, type TransactWriteCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { defined } from '../defined.ts'
import type { Watcher } from '../ports/sessions.ts'
import type { Decision } from '../session/decide.ts'
import { isAttended } from '../session/holder.ts'
import { agentIdOf, queueOf, waitingSince } from '../session/listed.ts'
import { seatingOf } from '../session/seats.ts'
import { type Address, type Episode, type Session, sessionId } from '../session/session.ts'
import { loadUpdates } from './agents.ts'
import { DOMAIN_ATTRIBUTES, encodeSession, WORD_ATTRIBUTES } from './codec.ts'
import { encodeWatcher } from './codec-recent.ts'
import { attemptsOf, written } from './errors.ts'
import {
  agentPartition,
  botShard,
  dueShard,
  handoffKey,
  heldKey,
  minuteKey,
  queueShard,
  shardOf,
  timeKey,
  waitingShard,
  waitKey,
} from './index-keys.ts'
import type { Item } from './item.ts'
import { keys } from './keys.ts'
import type { Table } from './reads.ts'
import { tallyUpdates } from './reports.ts'
import { BODY, INDEX_ATTRIBUTES_OF_STATE, indexAttributes, type Key, VERSION, WATCHERS } from './table.ts'
import { wordWrites } from './word-writes.ts'

type StateUpdate = NonNullable<Writes[number]['Update']>
type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>

/** DynamoDB's limit of items in a transaction. */
const MAX_WRITES = 100

/**
 * Writes a decision if the session still has `version`: in one transaction, or in one conditional update if only the
 * session's state changes. Returns false if another commit was first, or if the agent who gets the conversation has no
 * room; then nothing is written.
 */
export async function commit(table: Table, version: number, decision: Decision<unknown>): Promise<boolean> {
  const { session, due } = decision
  const attributes = { ...encodeSession(session), ...indexKeys(session, due) }
  const removed = [...DOMAIN_ATTRIBUTES, ...INDEX_ATTRIBUTES_OF_STATE].filter(name => !(name in attributes))
  const update = stateUpdate(table, session, version, attributes, removed)
  const others = [
    ...logWrites(table, decision),
    ...wordWrites(table.name, decision),
    ...threadWrites(table, decision),
    ...seatWrites(table, decision),
    ...tallyUpdates(table.name, decision).map(Update => ({ Update })),
  ]
  if (others.length === 0) return await updateAlone(table, update, version, DOMAIN_ATTRIBUTES, attributes)
  if (others.length >= MAX_WRITES) throw new RangeError(`a commit of ${others.length + 1} items is too large`)
  const transaction = new TransactWriteCommand({ TransactItems: [{ Update: update }, ...others] })
  return await written(table.client.send(transaction))
}

/** Replaces the watchers and increments the version. Stores the session only if it is not stored yet. */
export async function setWatchers(
  table: Table,
  version: number,
  session: Session,
  watchers: readonly Watcher[],
): Promise<boolean> {
  const attributes = {
    ...(version === 0 && encodeSession(session)),
    ...(watchers.length > 0 && { [WATCHERS]: watchers.map(encodeWatcher) }),
  }
  const update = stateUpdate(table, session, version, attributes, watchers.length > 0 ? [] : [WATCHERS])
  return await updateAlone(table, update, version, [WATCHERS], attributes)
}

/**
 * Replaces a session's words if it still has `version`, and stores the user from whom they are made. Nothing else
 * changes. `before` is the session as it was read. Returns false if another commit was first; then nothing is written.
 */
export async function replaceWords(table: Table, version: number, before: Session, session: Session): Promise<boolean> {
  const encoded = Object.entries(encodeSession(session)).filter(([name]) => WORD_ATTRIBUTES.includes(name))
  const update = stateUpdate(table, session, version, Object.fromEntries(encoded), [])
  const others = wordWrites(table.name, { before: { ...before, hasOldWords: true }, session })
  const transaction = new TransactWriteCommand({ TransactItems: [{ Update: update }, ...others] })
  return await written(table.client.send(transaction))
}

function stateUpdate(
  { name }: Table,
  { id }: Session,
  version: number,
  attributes: Item,
  removed: readonly string[],
): StateUpdate {
  const set = Object.entries({ ...attributes, [VERSION]: version + 1 })
  const remove = version === 0 || removed.length === 0 ? '' : ` REMOVE ${removed.map(each => `#${each}`).join(', ')}`
  const named = [...set.map(([each]) => each), ...(remove === '' ? [] : removed)]
  return {
    TableName: name,
    Key: keys.state(id),
    UpdateExpression: `SET ${set.map(([each]) => `#${each} = :${each}`).join(', ')}${remove}`,
    ConditionExpression: version === 0 ? `attribute_not_exists(#${VERSION})` : `#${VERSION} = :before`,
    ExpressionAttributeNames: Object.fromEntries(named.map(each => [`#${each}`, each])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([each, value]) => [`:${each}`, value])),
      ...(version > 0 && { ':before': version }),
    },
  }
}

/**
 * Writes with a single update. An update has no idempotency token as a transaction has. If the SDK repeated it after a
 * lost answer and the condition fails on its own first attempt, this counts as written.
 */
async function updateAlone(
  { client }: Table,
  update: StateUpdate,
  version: number,
  names: readonly string[],
  attributes: Item,
): Promise<boolean> {
  const input = { ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const
  return await written(client.send(new UpdateCommand(input)), error => {
    const { Item: stored } = error as { Item?: Parameters<typeof unmarshall>[0] }
    if (attemptsOf(error) < 2 || !stored) return false
    const found: Item = unmarshall(stored)
    const same = (name: string) => JSON.stringify(found[name]) === JSON.stringify(attributes[name])
    return found[VERSION] === version + 1 && names.every(same)
  })
}

/**
 * The sparse indexes: a session without entries is in no list, only conversations that agents attend are in the inbox,
 * and only sessions with a deadline are in the due index.
 */
function indexKeys(session: Session, due: number | undefined): Item {
  const {
    recent,
    inbox,
    due: byDue,
  } = { recent: indexAttributes('recent'), inbox: indexAttributes('inbox'), due: indexAttributes('due') }
  const shard = shardOf(session.id)
  const isListed = session.revision > 0
  return {
    ...(isListed && {
      [recent.hash]: botShard(session.botId, shard),
      [recent.range]: minuteKey(session.lastEventAt, session.id),
    }),
    ...(isListed && isAttended(session) && { [inbox.hash]: botShard(session.botId, shard) }),
    ...(isListed && heldKeys(session)),
    ...(due !== undefined && { [byDue.hash]: dueShard(shard), [byDue.range]: timeKey(due) }),
  }
}

/** A pending conversation keeps its place in the index. An assigned one moves with its messages. */
function heldKeys(session: Session): Item {
  const { hash, range } = indexAttributes('held')
  const { id, botId, lastEventAt } = session
  const since = waitingSince(session)
  if (since !== undefined) {
    const shard = shardOf(id)
    const inQueue = queueShard(botId, queueOf(session) ?? null, shard)
    return {
      [hash]: waitingShard(botId, shard),
      [range]: waitKey(since, id),
      [indexAttributes('queue').hash]: inQueue,
    }
  }
  const agentId = agentIdOf(session)
  if (agentId === undefined) return {}
  return { [hash]: agentPartition(botId, agentId), [range]: heldKey(lastEventAt, id) }
}

function logWrites(table: Table, { session, entries, episodes, attributes }: Decision<unknown>): Writes {
  // A decision may record an episode twice (overdue, and then assigned). The last record counts.
  const byNumber = new Map(episodes.map(episode => [episode.number, episode]))
  return [
    ...entries.map(entry => put(table, keys.entry(session.id, entry.seq), { [BODY]: JSON.stringify(entry) })),
    ...[...byNumber.values()].map(episode =>
      put(table, keys.episode(session.id, episode.number), episodeItem(session, episode)),
    ),
    ...(attributes ? [put(table, keys.profile(session.id), { [BODY]: JSON.stringify(attributes) })] : []),
  ]
}

/**
 * The first entry of a conversation with a thread adds the item by which `threads` finds it. The item never changes.
 */
function threadWrites(table: Table, { before, session }: Decision<unknown>): Writes {
  // A session with words of an earlier version may lack this item too.
  const isStored = before.revision > 0 && !before.hasOldWords
  if (isStored || session.revision === 0 || session.threadId === undefined) return []
  const { threadId: _thread, ...user } = addressOf(session)
  return [put(table, keys.thread(sessionId(user), session.createdAt, session.id), {})]
}

function seatWrites({ name }: Table, decision: Decision<unknown>): Writes {
  const seating = seatingOf(decision)
  return seating ? loadUpdates(name, decision.session.botId, seating).map(Update => ({ Update })) : []
}

function episodeItem(session: Session, episode: Episode): Item {
  const { hash, range } = indexAttributes('handoffs')
  return {
    [hash]: session.botId,
    [range]: handoffKey(episode.startedAt, session.id, episode.number),
    [BODY]: JSON.stringify({ episode, address: addressOf(session) }),
  }
}

function addressOf({ botId, channel, userId, threadId }: Session): Address {
  return { botId, channel, userId, ...defined({ threadId }) }
}

function put({ name }: Table, key: Key, item: Item): Writes[number] {
  return { Put: { TableName: name, Item: { ...key, ...item } } }
}

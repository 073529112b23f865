import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { decodeSession } from '../../lib/dynamo/codec.ts'
import { replaceWords } from '../../lib/dynamo/commit.ts'
import { reached } from '../../lib/dynamo/errors.ts'
import { bodyOf, type Item, numberOf, textOf } from '../../lib/dynamo/item.ts'
import { keys, sessionOf } from '../../lib/dynamo/keys.ts'
import { get, getAll, type Table } from '../../lib/dynamo/reads.ts'
import { BODY, VERSION } from '../../lib/dynamo/table.ts'
import { withEmail } from '../../lib/session/email.ts'
import type { Session } from '../../lib/session/session.ts'

/** The progress of rebuilding the search words. */
export interface Reindexed {
  /** Sessions that were read, and those whose words were replaced. */
  readonly seen: number
  readonly replaced: number
  /** The cursor to continue from. Absent at the end. */
  readonly next?: string
}

export interface ReindexOptions {
  readonly client: DynamoDBDocumentClient
  readonly table: string
  /** The `next` of an interrupted run. */
  readonly from?: string
  /**
   * Also replaces words of this version. Needed after a rollback, since an earlier version changes names but not the
   * words.
   */
  readonly all?: boolean
  /** Sessions per step: at most 100, the limit of `BatchGetItem`. */
  readonly atOnce?: number
}

const AT_ONCE = 100
/** Concurrent transactions. */
const WRITERS = 10
/** Attempts per session while others write to it. Each of their commits replaces its words as well. */
const TRIES = 5

/**
 * Replaces the search words that an earlier version made in all sessions of a table, and copies users' e-mail addresses
 * from their attributes. Writes each session only if it has not changed, so a deployment of this version may run
 * meanwhile. It can be interrupted and run again at any time. Throws `store.unavailable` if DynamoDB throttles or
 * fails.
 */
export async function* reindex(options: ReindexOptions): AsyncGenerator<Reindexed> {
  const { client, table: name, from, all = false, atOnce = AT_ONCE } = options
  const table: Table = { client, name }
  let start = from === undefined ? undefined : decodeStart(from)
  let seen = 0
  let replaced = 0
  do {
    // The index has every session with words, and only keys. If a session moves in it meanwhile, this version wrote it.
    const page = await reached(
      client.send(
        new ScanCommand({
          TableName: name,
          IndexName: 'recent',
          Limit: atOnce,
          ...(start && { ExclusiveStartKey: start }),
        }),
      ),
    )
    const ids = [...new Set((page.Items ?? []).map(item => sessionOf(textOf(item, 'PK'))))]
    const states = await getAll(table, ids.map(keys.state))
    replaced += await replaceAll(table, states, all)
    seen += states.length
    start = page.LastEvaluatedKey
    yield { seen, replaced, ...(start && { next: encodeStart(start) }) }
  } while (start)
}

/** Replaces the old words of these sessions. Returns how many sessions changed. */
async function replaceAll(table: Table, states: readonly Item[], all: boolean): Promise<number> {
  const wanted = states.filter(item => isWanted(decodeSession(item), all))
  const told = wanted.map(decodeSession).filter(({ user }) => user.attributesHash !== undefined)
  const profiles = await getAll(
    table,
    told.map(({ id }) => keys.profile(id)),
  )
  const attributesOf = new Map(profiles.map(item => [textOf(item, 'PK'), bodyOf<Record<string, unknown>>(item, BODY)]))
  const waiting = [...wanted]
  const work = async () => {
    let replaced = 0
    for (let item = waiting.pop(); item; item = waiting.pop()) {
      if (await replace(table, item, attributesOf.get(textOf(item, 'PK')), all)) replaced++
    }
    return replaced
  }
  const counts = await Promise.all(Array.from({ length: WRITERS }, work))
  return counts.reduce((sum, count) => sum + count, 0)
}

/**
 * Returns whether this call replaced the words. If others write to the session, their commit or the next attempt does.
 */
async function replace(
  table: Table,
  first: Item,
  attributes: Readonly<Record<string, unknown>> | undefined,
  all: boolean,
): Promise<boolean> {
  let item: Item | undefined = first
  for (let tries = 0; tries < TRIES && item; tries++) {
    const session = decodeSession(item)
    if (!isWanted(session, all)) return false
    const user = withEmail(session.user, attributes)
    if (await replaceWords(table, numberOf(item, VERSION), session, { ...session, user })) return true
    item = await get(table, keys.state(session.id))
  }
  return false
}

function isWanted({ revision, hasOldWords }: Session, all: boolean): boolean {
  return revision > 0 && (all || hasOldWords === true)
}

const encodeStart = (key: Item) => Buffer.from(JSON.stringify(key)).toString('base64url')

function decodeStart(text: string): Item {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Item
}

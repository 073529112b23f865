import { join } from 'node:path'
import { makeKey } from '../lib/auth/keys.ts'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import type { ChangeFeed } from '../lib/ports/feed.ts'
import type { Store } from '../lib/ports/store.ts'
import { BotConfig } from '../lib/protocol/config.ts'
import { type Decision, decide } from '../lib/session/decide.ts'
import { defaultPolicy } from '../lib/session/policy.ts'
import { type Address, newSession } from '../lib/session/session.ts'
import { openSqliteStore } from '../lib/sqlite/store.ts'
import { randomIds } from '../lib/system.ts'
import { dynamoPlaces } from '../local/engine.ts'
import { openDynamoEngine, skipStream } from '../local/engines/dynamodb.ts'

export const BOT = 'bench'
export const CHANNEL = 'api'

/** The content of a filled store: conversations 0 to `sessions - 1`, of which people hold the first `held`. */
export interface Filled {
  readonly sessions: number
  readonly held: number
  readonly botKey: string
}

const FIRST_NAMES = ['Ana', 'Boris', 'Carla', 'Dmitri', 'Elena', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas']
/** Concurrent commits: SQLite's share transactions, and DynamoDB's client has 50 connections. */
const AT_ONCE = { sqlite: 2_000, dynamodb: 50 }
/** People hold one conversation in `HELD_OF`, and at least `MIN_HELD` of them. */
const HELD_OF = 100
const MIN_HELD = 200
/** A position after every change. */
const EVERYTHING = `${Number.MAX_SAFE_INTEGER}`

export function userIdOf(index: number): string {
  return `user-${index}`
}

/** Ten users share a family name, and a tenth of all users share a first name. */
export function nameOf(index: number): string {
  return `${FIRST_NAMES[index % FIRST_NAMES.length]} F${Math.floor(index / 10).toString(36)}`
}

/**
 * Stores a bot in mode `gate` with a key, and conversations of a question and an answer, some of them paused by an
 * agent.
 */
export async function fill(
  store: Store,
  sessions: number,
  progress: (done: number) => void,
  { atOnce, feed }: { readonly atOnce: number; readonly feed?: ChangeFeed },
): Promise<Filled> {
  const { key, stored } = makeKey(randomIds, new Date().toISOString(), 'bench')
  await store.putBot(BOT, 0, {
    config: { ...BotConfig.parse({ mode: 'gate' }), version: 1 },
    userTokenSecret: randomIds.make('uts_'),
    identitySecret: randomIds.make('ids_'),
  })
  await store.putKey(BOT, stored)
  const held = Math.min(sessions, Math.max(MIN_HELD, Math.floor(sessions / HELD_OF)))
  for (let from = 0; from < sessions; from += atOnce) {
    const count = Math.min(atOnce, sessions - from)
    await Promise.all(
      Array.from({ length: count }, (_, offset) => store.commit(0, conversation(from + offset, from + offset < held))),
    )
    // The server must not serve these changes when it starts.
    await feed?.acknowledge(EVERYTHING)
    progress(from + count)
  }
  return { sessions, held, botKey: key }
}

/** Makes a whole conversation as one commit. */
function conversation(index: number, isHeld: boolean): Decision<unknown> {
  const now = Date.now()
  const address: Address = { botId: BOT, channel: CHANNEL, userId: userIdOf(index) }
  const asked = decide(
    newSession(address, now),
    {
      verb: 'receive',
      id: 'first',
      messages: [{ type: 'text', text: 'Hello, where is my parcel?' }],
      user: { fullName: nameOf(index) },
      leaseMs: 60_000,
      botPaused: false,
      delivery: 'none',
    },
    now,
    defaultPolicy,
  )
  const answered = decide(
    asked.session,
    {
      verb: 'reply',
      of: 1,
      epoch: 0,
      by: { type: 'bot' },
      replies: [{ type: 'text', text: 'It is on its way and arrives tomorrow.' }],
      serial: false,
      botPaused: false,
    },
    now,
    defaultPolicy,
  )
  const said = after(asked, answered)
  if (!isHeld) return said
  const paused = decide(
    said.session,
    { verb: 'pause', by: { type: 'agent', id: 'ana', name: 'Ana' }, trigger: 'agent' },
    now,
    defaultPolicy,
  )
  return after(said, paused)
}

function after(first: Decision<unknown>, second: Decision<unknown>): Decision<unknown> {
  return {
    ...second,
    before: first.before,
    entries: [...first.entries, ...second.entries],
    episodes: [...first.episodes, ...second.episodes],
  }
}

/** Fills a new SQLite file in a data folder. */
export async function fillSqlite(data: string, sessions: number, progress: (done: number) => void): Promise<Filled> {
  const store = openSqliteStore({ path: join(data, 'interlude.db') })
  try {
    return await fill(store, sessions, progress, { atOnce: AT_ONCE.sqlite, feed: store.feed })
  } finally {
    store.close()
  }
}

/** Fills the table of a new embedded DynamoDB engine over a file in a data folder, and marks its stream as handled. */
export async function fillDynamo(data: string, sessions: number, progress: (done: number) => void): Promise<Filled> {
  const places = dynamoPlaces(data)
  const engine = await openDynamoEngine(places)
  try {
    return await fill(openDynamoStore({ client: engine.documents, table: engine.table }), sessions, progress, {
      atOnce: AT_ONCE.dynamodb,
    })
  } finally {
    await engine.close()
    // As with SQLite, the server must not serve these changes when it starts.
    await skipStream(places, engine.streamArn)
  }
}

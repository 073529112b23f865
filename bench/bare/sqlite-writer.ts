import { parentPort, workerData } from 'node:worker_threads'
import { openFile } from '../../lib/sqlite/schema.ts'
import { HAS_ID, keysOf } from '../../lib/sqlite/session-keys.ts'
import { logWrites } from '../../lib/sqlite/writes/log.ts'
import type { BareMessage } from './inbound-sqlite.ts'

const LEASE_MS = 120_000

interface Row {
  readonly pk: number
  readonly bot: string
  readonly revision: number
  readonly newest: number
  readonly state: string
}

/**
 * The writing thread of the bare server: a transaction for each batch. Each message is one read, an entry, the row of its
 * conversation with a deadline and its state as it was, and a row of the feed, which the next batch removes.
 */
const db = openFile(workerData)
const read = db.prepare(`SELECT pk, bot, revision, newest, state FROM session WHERE ${HAS_ID}`)
const appendToLog = logWrites(db)
const update = db.prepare(
  'UPDATE session SET version = version + 1, revision = ?, newest = ?, last_event = ?, due = ?, state = ? WHERE pk = ?',
)
const feed = db.prepare(
  `INSERT INTO feed (session, newest, revision_before, revision, paused_before, watchers) VALUES (?, ?, ?, ?, 0, '[]')`,
)
const acknowledge = db.prepare('DELETE FROM feed WHERE position <= ?')

let fed = 0
parentPort?.on('message', (batch: readonly BareMessage[]) => {
  db.exec('BEGIN IMMEDIATE')
  if (fed > 0) acknowledge.run(fed)
  const seqs = batch.map(write)
  db.exec('COMMIT')
  parentPort?.postMessage(seqs)
})

function write([id, json]: BareMessage): number {
  const { pk, bot, revision, newest, state } = read.get(...keysOf(id)) as unknown as Row
  const now = Date.now()
  const seq = revision + 1
  const { last } = appendToLog({ pk, botId: bot, end: { revision, newest } }, [{ seq, json }])
  update.run(seq, last, now, now + LEASE_MS, state, pk)
  fed = Number(feed.run(pk, last, revision, seq).lastInsertRowid)
  return seq
}

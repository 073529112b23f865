import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { StreamPosition } from './position.ts'

/** Without a position, records are pruned after as long as on AWS (seconds). */
const RETENTION_S = 24 * 60 * 60

/**
 * Keeps the embedded engine's stream fast. Adds an index, since the engine scans for the greatest sequence number at
 * every write. Deletes handled records: those up to `position`, or, without a position, those older than a day. Keeps
 * the newest record, or the engine would number from 1 again. Call it while the engine is stopped.
 */
export function tidyStream(
  file: string,
  { table, position, now = Date.now() }: { table: string; position?: StreamPosition | undefined; now?: number },
): void {
  if (!existsSync(file)) return
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get()
    if (!known) return
    database.exec(
      'CREATE INDEX IF NOT EXISTS interlude_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    )
    const newest = '(SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = :table)'
    const old = `DELETE FROM _stream_records WHERE table_name = :table AND CAST(sequence_number AS INTEGER) < ${newest}`
    const handled = position && isOfTable(database, table, position) ? position.shards : undefined
    if (handled) {
      const upTo = database.prepare(`${old} AND shard_id = :shard AND CAST(sequence_number AS INTEGER) <= :upTo`)
      for (const [shard, sequence] of Object.entries(handled)) upTo.run({ table, shard, upTo: Number(sequence) })
    } else {
      database.prepare(`${old} AND created_at < :before`).run({ table, before: Math.floor(now / 1000) - RETENTION_S })
    }
  } finally {
    database.close()
  }
}

/** The position after all records of a table's stream. Call it while the engine is stopped. */
export function endOfStream(file: string, table: string, streamArn: string): StreamPosition {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const newest = database.prepare(
      'SELECT shard_id AS shard, MAX(CAST(sequence_number AS INTEGER)) AS sequence FROM _stream_records WHERE table_name = ? GROUP BY shard_id',
    )
    return { streamArn, shards: Object.fromEntries(newest.all(table).map(row => [row.shard, `${row.sequence}`])) }
  } finally {
    database.close()
  }
}

/**
 * A re-created table numbers its stream from the start, so a position in the stream of the old table does not apply.
 */
function isOfTable(database: DatabaseSync, table: string, { streamArn }: StreamPosition): boolean {
  const row = database.prepare('SELECT stream_label FROM _tables WHERE table_name = ?').get(table)
  return typeof row?.stream_label === 'string' && streamArn.endsWith(`/stream/${row.stream_label}`)
}

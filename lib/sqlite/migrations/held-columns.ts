import type { DatabaseSync } from 'node:sqlite'
import { HELD_INDEXES, QUEUE_INDEX } from '../session-tables.ts'
import { NO_QUEUE } from '../writes/session-row.ts'
import { hasColumn } from './has-column.ts'

/**
 * Migrates from version 3, which lacked these columns: fills them for the conversations that people hold. May be
 * repeated.
 */
export function heldFrom3(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  if (!hasColumn(db, 'session', 'agent')) {
    db.exec('ALTER TABLE session ADD COLUMN waiting_since INTEGER; ALTER TABLE session ADD COLUMN agent TEXT')
  }
  const handoff = (field: string) => `json_extract(state, '$.control.handoff.${field}')`
  db.exec(`
    UPDATE session SET
      waiting_since = CASE ${handoff('status')} WHEN 'pending' THEN ${handoff('since')} END,
      agent = CASE ${handoff('status')} WHEN 'assigned' THEN ${handoff('agent.id')} END
    WHERE paused = 1;
    ${HELD_INDEXES}
    COMMIT;
  `)
}

/** Migrates from version 9, which had no queues: every conversation that waits is in none. May be repeated. */
export function queuesFrom9(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  if (!hasColumn(db, 'session', 'queue')) db.exec('ALTER TABLE session ADD COLUMN queue TEXT')
  db.exec(`UPDATE session SET queue = '${NO_QUEUE}' WHERE waiting_since IS NOT NULL; ${QUEUE_INDEX} COMMIT;`)
}

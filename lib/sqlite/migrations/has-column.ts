import type { DatabaseSync } from 'node:sqlite'

/** Whether a table already has a column, which an interrupted migration may have added. */
export function hasColumn(db: DatabaseSync, table: string, column: string): boolean {
  return db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined
}

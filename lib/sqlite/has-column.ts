import type { DatabaseSync } from 'node:sqlite'

/** Whether a table has a column already: a step to a newer version may have been cut short after it. */
export function hasColumn(db: DatabaseSync, table: string, column: string): boolean {
  return db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined
}

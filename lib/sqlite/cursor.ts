import * as z from 'zod'
import type { Page } from '../ports/sessions.ts'
import { invalidCursor } from '../protocol/problem.ts'

/** The numbers by which the last row of a page is ordered. */
const Cursor = z.array(z.int())

/** Above every number by which rows are ordered: the start of a listing with the newest first. */
export const NEWEST = Number.MAX_SAFE_INTEGER
/** Below every number by which rows are ordered: the start of a listing with the oldest first. */
export const OLDEST = 0

/**
 * The `count` numbers after which the page begins: on the first page, those above every row. Throws `request.invalid` if
 * the cursor does not come from `pageOf`.
 */
export function decodeCursor(cursor: string | undefined, count: number): readonly number[] {
  if (cursor === undefined) return Array.from({ length: count }, () => NEWEST)
  const parsed = Cursor.length(count).safeParse(parse(Buffer.from(cursor, 'base64url').toString()))
  if (parsed.success) return parsed.data
  throw invalidCursor()
}

/** Makes a page of at most `limit` items from a query for `limit + 1` rows. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => T,
  order: (row: Row) => readonly number[],
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map(item),
    ...(more && { next: Buffer.from(JSON.stringify(order(last))).toString('base64url') }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

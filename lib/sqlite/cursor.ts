import * as z from 'zod'
import type { Page } from '../ports/sessions.ts'
import { invalidCursor } from '../protocol/problem.ts'

/** Where a page ended: the numbers that its last row is ordered by. */
const Cursor = z.array(z.int())

/** Greater than all that rows are ordered by: where a listing begins that has the newest first. */
const NEWEST = Number.MAX_SAFE_INTEGER
/** Less than all of them: where a listing begins that has the oldest first. */
export const OLDEST = 0

/** The `count` numbers to begin after; `beginning` stands for each of them on the first page. Throws `request.invalid` for what no page has given. */
export function decodeCursor(cursor: string | undefined, count: number, beginning: number = NEWEST): readonly number[] {
  if (cursor === undefined) return Array.from({ length: count }, () => beginning)
  const parsed = Cursor.length(count).safeParse(parse(Buffer.from(cursor, 'base64url').toString()))
  if (parsed.success) return parsed.data
  throw invalidCursor()
}

/** A page of at most `limit`, from rows that were asked for one more than that. */
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

import type { Page } from '../ports/sessions.ts'
import { invalidCursor } from '../protocol/problem.ts'
import { type Item, textOf } from './item.ts'
import { type IndexName, indexAttributes } from './table.ts'

/**
 * The sort key in a cursor. Undefined for the first page. Throws `request.invalid` if the cursor does not come from
 * `pageOf`.
 */
export function decodeCursor(cursor: string | undefined, shape: RegExp): string | undefined {
  if (cursor === undefined) return undefined
  const sortKey = Buffer.from(cursor, 'base64url').toString()
  if (shape.test(sortKey)) return sortKey
  throw invalidCursor()
}

/** The page from the keys that an index's partitions returned, and the cursor of the next page. */
export function pageOf(
  index: IndexName,
  found: readonly Item[],
  limit: number,
  isOldestFirst: boolean = false,
): { items: Item[]; next: Pick<Page<unknown>, 'next'> } {
  const { range } = indexAttributes(index)
  const ascending = sorted(found, range)
  const items = (isOldestFirst ? ascending : ascending.reverse()).slice(0, limit)
  const last = items.at(-1)
  return { items, next: last && found.length > limit ? { next: encodeCursor(textOf(last, range)) } : {} }
}

export function encodeCursor(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url')
}

/** The items by this attribute, ascending. */
export function sorted(items: readonly Item[], name: string): Item[] {
  // By code unit, as DynamoDB compares the (ASCII) keys. The order of a locale differs.
  return [...items].sort((a, b) => (textOf(a, name) < textOf(b, name) ? -1 : 1))
}

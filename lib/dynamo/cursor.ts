import { invalidCursor } from '../protocol/problem.ts'

/** The position in a listing, opaque to clients. */
export function encodeCursor(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url')
}

/**
 * The sort key in a cursor. Undefined for the first page. Throws `request.invalid` if the cursor does not come from
 * `encodeCursor`.
 */
export function decodeCursor(cursor: string | undefined, shape: RegExp): string | undefined {
  if (cursor === undefined) return undefined
  const sortKey = Buffer.from(cursor, 'base64url').toString()
  if (shape.test(sortKey)) return sortKey
  throw invalidCursor()
}

import { invalidCursor } from '../protocol/problem.ts'

/** Where a listing goes on, as clients get it: nothing that they should read. */
export function encodeCursor(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url')
}

/** The sort key of a cursor; none at the beginning. Throws `request.invalid` where it is none of `encodeCursor`'s. */
export function decodeCursor(cursor: string | undefined, shape: RegExp): string | undefined {
  if (cursor === undefined) return undefined
  const sortKey = Buffer.from(cursor, 'base64url').toString()
  if (shape.test(sortKey)) return sortKey
  throw invalidCursor()
}

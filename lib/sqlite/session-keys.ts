import { hash } from 'node:crypto'
import type { SessionId } from '../protocol/ids.ts'

/** The size of a bucket: keys of conversations whose ids have the same hash. */
const BUCKET = 8
/** Bytes of the hash in a key. With the place in the bucket, a key stays below 2^53. */
const HASH_BYTES = 6

/** The SQL condition that finds the row of a conversation. Its parameters are `keysOf(id)`. */
export const HAS_ID = 'pk BETWEEN ? AND ? AND id = ?'

/** The SQL expression of the key of a conversation. Its parameters are `keysOf(id)`. */
export const KEY_OF_ID = `(SELECT pk FROM session WHERE ${HAS_ID})`

/**
 * The first and last key of the id's bucket, and the id. The row has one of these keys. So the table itself finds an
 * id, without an index that each new conversation would change at a random place.
 */
export function keysOf(id: SessionId): [first: number, last: number, id: SessionId] {
  const first = hash('sha256', id, 'buffer').readUIntBE(0, HASH_BYTES) * BUCKET
  return [first, first + BUCKET - 1, id]
}

/** Returns the key of a new conversation: the first that is not `taken`. Throws if the bucket is full. */
export function freeKey(id: SessionId, taken: (key: number) => boolean): number {
  const [first, last] = keysOf(id)
  for (let key = first; key <= last; key++) if (!taken(key)) return key
  throw new Error(`${BUCKET} conversations have the hash of ${id}`)
}

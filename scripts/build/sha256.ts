import { createHash, createHmac } from 'node:crypto'

/**
 * Replaces `fast-sha256`, a dependency of webhook signatures: Node has the same functions, and they are much faster.
 */
export const hash = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
export const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest()
export default hash

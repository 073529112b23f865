import { MAX_COUNT } from '../../../lib/protocol/wire.ts'

/** Formats a count that the server cuts off at `MAX_COUNT`. */
export const countText = (count: number): string => (count >= MAX_COUNT ? `${MAX_COUNT - 1}+` : `${count}`)

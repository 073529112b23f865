import { type Item, numberOf } from './item.ts'
import { TTL_ATTRIBUTE } from './table.ts'

/** A time in ms as a value for DynamoDB's TTL: whole seconds. */
export const inSeconds = (ms: number): number => Math.ceil(ms / 1000)

/**
 * Whether an item has not ended yet. DynamoDB removes an item some time after its end, so an ended item counts as
 * removed.
 */
export const isKept = (item: Item, now: number): boolean => numberOf(item, TTL_ATTRIBUTE) > inSeconds(now)

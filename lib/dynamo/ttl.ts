import { type Item, numberOf } from './item.ts'
import { TTL_ATTRIBUTE } from './table.ts'

/** A time in ms as DynamoDB's TTL has it: whole seconds. */
export const inSeconds = (ms: number): number => Math.ceil(ms / 1000)

/** Whether an item has not ended yet. DynamoDB removes an item some time after its end: until then it counts as removed. */
export const isKept = (item: Item, now: number): boolean => numberOf(item, TTL_ATTRIBUTE) > inSeconds(now)

import { INDEX_NAMES, type IndexName, indexAttributes } from '../../lib/dynamo/table.ts'

/** An item as the document client gives and takes it. */
export type Item = Readonly<Record<string, unknown>>

const KB = 1024
/** What DynamoDB adds to each item, and to each entry of an index, when it bills what is stored. */
const STORED_OVERHEAD = 100

/** An item's size in bytes: names and values, by DynamoDB's rules ("DynamoDB item sizes and formats"). */
export function sizeOf(item: Item | undefined): number {
  return item === undefined
    ? 0
    : sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)))
}

function valueSize(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 0
    case 'string':
      return Buffer.byteLength(value)
    case 'number':
      return numberSize(value)
    case 'object':
      if (value === null) return 1
      if (value instanceof Set) return sum([...value].map(valueSize))
      // A list or a map has 3 bytes of its own, and one for each that is in it.
      if (Array.isArray(value)) return 3 + sum(value.map(each => 1 + valueSize(each)))
      return 3 + Object.keys(value).length + sizeOf(value as Item)
    default:
      return 1
  }
}

/** About a byte for two digits that matter, and one more; one for the sign. */
function numberSize(value: number): number {
  const digits = String(Math.abs(value))
    .replace('.', '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0)
}

/** What one write of an item takes: the larger of before and after counts. What was not there takes a unit, too. */
export function tableWriteUnits(before: Item | undefined, after: Item | undefined, inTransaction: boolean): number {
  const units = Math.max(1, Math.ceil(Math.max(sizeOf(before), sizeOf(after)) / KB))
  return inTransaction ? units * 2 : units
}

/**
 * What the same write takes in the indexes: one to put an entry, one to delete one, both where its key changed, none where it
 * is as it was. They follow the table on their own after it, so a transaction is assumed not to double them.
 */
export function indexWriteUnits(before: Item | undefined, after: Item | undefined): number {
  return sum(
    INDEX_NAMES.map(index => {
      const [old, now] = [entryOf(index, before), entryOf(index, after)]
      if (old && now && sameKey(index, old, now)) return 0
      return [old, now].reduce((units, entry) => units + (entry ? Math.ceil(sizeOf(entry) / KB) : 0), 0)
    }),
  )
}

/** What one read takes: a unit for each 4 KB begun of what was read together, half of it where it need not be current. */
export function readUnits(bytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / (4 * KB)))
  return consistent ? units : units / 2
}

/** What an item takes to keep, in the table and in the indexes. */
export function storedBytes(item: Item | undefined): number {
  if (!item) return 0
  const entries = INDEX_NAMES.map(index => entryOf(index, item)).filter(entry => entry !== undefined)
  return sum([item, ...entries].map(each => sizeOf(each) + STORED_OVERHEAD))
}

/** Keys only are projected; an item that lacks one of an index's keys is not in it. */
function entryOf(index: IndexName, item: Item | undefined): Item | undefined {
  const { hash, range } = indexAttributes(index)
  if (item?.[hash] === undefined || item[range] === undefined) return undefined
  return { PK: item.PK, SK: item.SK, [hash]: item[hash], [range]: item[range] }
}

function sameKey(index: IndexName, a: Item, b: Item): boolean {
  const { hash, range } = indexAttributes(index)
  return a[hash] === b[hash] && a[range] === b[range]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

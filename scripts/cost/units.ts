import { INDEX_NAMES, type IndexName, indexAttributes } from '../../lib/dynamo/table.ts'

/** An item of the document client. */
export type Item = Readonly<Record<string, unknown>>

const KB = 1024
/** Bytes that DynamoDB adds to each item and to each index entry when it bills storage. */
const STORED_OVERHEAD = 100

/** Computes an item's size in bytes, names and values, by DynamoDB's rules ("DynamoDB item sizes and formats"). */
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
      // A list or a map takes 3 bytes, and one per element.
      if (Array.isArray(value)) return 3 + sum(value.map(each => 1 + valueSize(each)))
      return 3 + Object.keys(value).length + sizeOf(value as Item)
    default:
      return 1
  }
}

/** About one byte per two significant digits, plus one, plus one for a minus sign. */
function numberSize(value: number): number {
  const digits = String(Math.abs(value))
    .replace('.', '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0)
}

/** The units of one write of an item: the larger size of before and after counts. A missing item takes a unit, too. */
export function tableWriteUnits(before: Item | undefined, after: Item | undefined, inTransaction: boolean): number {
  const units = Math.max(1, Math.ceil(Math.max(sizeOf(before), sizeOf(after)) / KB))
  return inTransaction ? units * 2 : units
}

/**
 * The units of the same write in the indexes: one to put an entry, one to delete one, both if its key changes, none if
 * it does not change. Indexes are updated after the table, so this assumes that a transaction does not double their
 * units.
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

/** The units of one read: one per started 4 KB, or half of that for eventually consistent reads. */
export function readUnits(bytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / (4 * KB)))
  return consistent ? units : units / 2
}

/** The bytes that an item occupies in the table and in the indexes. */
export function storedBytes(item: Item | undefined): number {
  if (!item) return 0
  const entries = INDEX_NAMES.map(index => entryOf(index, item)).filter(entry => entry !== undefined)
  return sum([item, ...entries].map(each => sizeOf(each) + STORED_OVERHEAD))
}

/** The index entry of an item: only the keys. Undefined if the item lacks one of the index's keys. */
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

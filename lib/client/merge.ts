/** The names on the way to a field of a document. */
export type FieldPath = readonly string[]

/** A field that differs between two versions of a document. `undefined`: the field is missing. */
export interface Change {
  readonly path: FieldPath
  readonly before: unknown
  readonly after: unknown
}

/** A field that both sides changed, to different values. */
export interface Conflict {
  readonly path: FieldPath
  readonly before: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

/** A document with the changes of both sides. */
export interface Merged {
  readonly value: unknown
  /** The changes of the other side. */
  readonly theirs: readonly Change[]
  readonly conflicts: readonly Conflict[]
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Merges two changed versions of a document by field. Takes a field of the other side where only the other side changed
 * it, and mine where I changed it. `takes`: the conflicts in which the other side's value counts. A list is one field.
 */
export function mergedBy(
  { base, mine, theirs }: { readonly base: unknown; readonly mine: unknown; readonly theirs: unknown },
  takes: (path: FieldPath) => boolean = () => false,
): Merged {
  const conflicts: Conflict[] = []
  const merge = (before: unknown, own: unknown, other: unknown, path: FieldPath): unknown => {
    if (isSame(own, other) || isSame(before, other)) return own
    if (isSame(before, own)) return other
    if (isFields(own) && isFields(other) && (isFields(before) || before === undefined)) {
      const old: Fields = before ?? {}
      const names = new Set([...Object.keys(own), ...Object.keys(other)])
      const entries = [...names].map(
        name => [name, merge(field(old, name), field(own, name), field(other, name), [...path, name])] as const,
      )
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
    }
    conflicts.push({ path, before, mine: own, theirs: other })
    return takes(path) ? other : own
  }
  const value = merge(base, mine, theirs, [])
  return { value, theirs: changesBetween(base, theirs), conflicts }
}

/** Lists the fields that differ. Goes into objects, and takes a list as one field. */
export function changesBetween(before: unknown, after: unknown, path: FieldPath = []): readonly Change[] {
  if (isSame(before, after)) return []
  if (!isFields(before) || !isFields(after)) return [{ path, before, after }]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap(name => changesBetween(field(before, name), field(after, name), [...path, name]))
}

const field = (fields: Fields, name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined)

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two JSON values are equal. The order of fields does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  if (!isFields(one) || !isFields(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every(name => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  )
}

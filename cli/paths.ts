import { UsageError } from './usage-error.ts'

type Fields = Readonly<Record<string, unknown>>

/** The value of a field, by the names on the way to it: `handoffs.queues.sales`. Undefined if it is missing. */
export function valueAt(value: unknown, path: string): unknown {
  return namesOf(path).reduce<unknown>(
    (at, name) => (hasFields(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    value,
  )
}

/** Returns an object with the field set. Makes the objects on the way. Throws a `UsageError` if a value is in the way. */
export function withValue(value: object, path: string, set: unknown): object {
  return changed(value, namesOf(path), [], () => set) as object
}

/** Returns an object without the field. */
export function withoutValue(value: object, path: string): object {
  return changed(value, namesOf(path), [], () => undefined) as object
}

function namesOf(path: string): readonly string[] {
  const names = path.split('.')
  if (names.includes('')) throw new UsageError(`"${path}" is no path. Expected names with dots between them.`)
  return names
}

function hasFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function changed(value: unknown, names: readonly string[], before: readonly string[], set: () => unknown): unknown {
  const [name, ...rest] = names
  if (name === undefined) return set()
  if (value !== undefined && !hasFields(value)) throw new UsageError(`${before.join('.')} has no fields.`)
  if (Array.isArray(value)) {
    if (!/^\d+$/.test(name) || Number(name) > value.length)
      throw new UsageError(`${before.join('.')} is a list of ${value.length}: name one of its places, from 0.`)
    const items = [...value]
    const item = changed(value[Number(name)], rest, [...before, name], set)
    items.splice(Number(name), 1, ...(item === undefined ? [] : [item]))
    return items
  }
  const { [name]: old, ...others } = value ?? {}
  const next = changed(old, rest, [...before, name], set)
  return next === undefined ? others : { ...value, [name]: next }
}

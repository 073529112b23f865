/** The position of a value inside another one. */
export type Path = readonly (string | number)[]

export const pathText = (path: Path): string => path.join('.')

/** Returns a copy with the value at a path replaced. `undefined` removes it. */
export function withAt(value: unknown, [first, ...rest]: Path, next: unknown): unknown {
  if (first === undefined) return next
  if (Array.isArray(value)) {
    if (next === undefined && rest.length === 0) return value.filter((_, index) => index !== first)
    return Array.from({ length: Math.max(value.length, Number(first) + 1) }, (_, index) =>
      index === first ? withAt(value[index], rest, next) : value[index],
    )
  }
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const { [String(first)]: before, ...others } = record
  const changed = withAt(before, rest, next)
  return changed === undefined ? others : { ...record, [first]: changed }
}

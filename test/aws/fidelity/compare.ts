/** A difference between a real event and a local one. */
export interface Difference {
  readonly at: string
  readonly how: 'absent here' | 'only here' | 'of another type'
}

/** Whose keys are data, of any name: only the kind of their values is compared. */
const MAPS = new Set([
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'Keys',
  'NewImage',
  'OldImage',
  'MessageAttributes',
])

/** Key by key: what one has and the other lacks, and what is of another type. */
export function differences(real: unknown, local: unknown, at = ''): Difference[] {
  if (kindOf(real) !== kindOf(local)) return [{ at, how: 'of another type' }]
  if (Array.isArray(real) && Array.isArray(local)) return differences(real[0], local[0] ?? real[0], `${at}[]`)
  if (!isRecord(real) || !isRecord(local)) return []
  if (MAPS.has(at.split('.').at(-1) ?? '')) return ofValues(real, local, at)
  const keys = [...new Set([...Object.keys(real), ...Object.keys(local)])]
  return keys.flatMap((key): Difference[] => {
    const path = at === '' ? key : `${at}.${key}`
    if (!(key in local)) return [{ at: path, how: 'absent here' }]
    if (!(key in real)) return [{ at: path, how: 'only here' }]
    return differences(real[key], local[key], path)
  })
}

function ofValues(real: Record<string, unknown>, local: Record<string, unknown>, at: string): Difference[] {
  const kinds = new Set(Object.values(real).map(kindOf))
  const others = Object.values(local).filter(value => !kinds.has(kindOf(value)))
  return kinds.size > 0 && others.length > 0 ? [{ at: `${at}.*`, how: 'of another type' }] : []
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === 'object'
}

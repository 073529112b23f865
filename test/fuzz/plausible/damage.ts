/** The kinds of imperfections of real senders. */
const KINDS = ['null', 'empty', 'oversized', 'neighbour', 'renamed', 'added', 're-encoded'] as const
export type Kind = (typeof KINDS)[number]

/** One damage of a body: its kind and its field. */
export interface Damage {
  readonly kind: Kind
  readonly path: string
}

type Json = Readonly<Record<string, unknown>>
type Random = () => number

/** Longer than every limit of a field, shorter than the limit of a body. */
const OVERSIZED_CHARS = [65, 201, 501, 700, 2_500, 17_000, 30_000, 60_000] as const
const OVERSIZED_LISTS = [21, 30] as const

/** Damages one to three fields of a valid body, determined by the random numbers. */
export function damaged(body: Json, random: Random): { readonly body: Json; readonly done: readonly Damage[] } {
  let changed = body
  const done: Damage[] = []
  const times = 1 + Math.floor(random() * 3)
  for (let time = 0; time < times; time++) {
    const paths = ownFields(changed)
    const path = pick(paths, random)
    const kind = pick(KINDS, random)
    if (path === undefined || kind === undefined) continue
    changed = applied(changed, path, kind, random) as Json
    done.push({ kind, path: path.join('.') })
  }
  return { body: changed, done }
}

type Path = readonly (string | number)[]

/** Fields inside these belong to the sender, so Interlude stores them unchanged. */
const FOREIGN = new Set(['payload', 'attributes'])

/** The paths of all fields that Interlude reads, at every level. */
function ownFields(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return FOREIGN.has(key) ? [path] : [path, ...ownFields(inner, path)]
  })
}

function applied(value: unknown, [key, ...rest]: Path, kind: Kind, random: Random): unknown {
  if (key === undefined) return value
  if (Array.isArray(value)) {
    return value.map((each, index) =>
      index === key
        ? rest.length
          ? applied(each, rest, kind, random)
          : changedValue(String(key), each, kind, random)
        : each,
    )
  }
  const object = value as Json
  const name = String(key)
  if (rest.length > 0) return { ...object, [name]: applied(object[name], rest, kind, random) }
  if (kind === 'added') return { ...object, [pick(STRANGE_NAMES, random) ?? 'extra']: pick(STRANGE_VALUES, random) }
  if (kind === 'renamed') {
    const { [name]: moved, ...others } = object
    return { ...others, [pick([name.toUpperCase(), `${name}_`, `x-${name}`], random) ?? name]: moved }
  }
  return { ...object, [name]: changedValue(name, object[name], kind, random) }
}

const STRANGE_NAMES = ['id_', 'delay', 'metadata', 'source', 'tags', '$schema', 'createdAt'] as const
const STRANGE_VALUES = [null, '', 0, true, 'x', [], {}, { nested: [1, { deep: true }] }] as const

function changedValue(name: string, value: unknown, kind: Kind, random: Random): unknown {
  switch (kind) {
    case 'null':
      return null
    case 'empty':
      return Array.isArray(value) ? [] : typeof value === 'object' && value !== null ? {} : ''
    case 'oversized':
      return oversized(name, value, random)
    case 'neighbour':
      return neighbour(value, random)
    case 're-encoded':
      return reEncoded(name, value, random)
    case 'added':
    case 'renamed':
      return value
    default:
      return kind satisfies never
  }
}

/** The same value, far too long. Its old text is at the beginning and at the end. */
function oversized(name: string, value: unknown, random: Random): unknown {
  if (typeof value === 'string') {
    const chars = pick(OVERSIZED_CHARS, random) ?? 700
    return `${value} ${'é😀 word'.repeat(Math.ceil(chars / 8)).slice(0, chars)} ${value}`
  }
  if (Array.isArray(value)) {
    const length = pick(OVERSIZED_LISTS, random) ?? 21
    return Array.from({ length }, (_, index) => value[index % value.length])
  }
  if (typeof value === 'object' && value !== null) {
    return name === 'attributes' ? { ...value, filler: 'f'.repeat(17_000), ['n'.repeat(150)]: 1 } : value
  }
  return value
}

function neighbour(value: unknown, random: Random): unknown {
  if (typeof value === 'string') return pick([7, true, [value], { value }], random)
  if (typeof value === 'number') return pick([String(value), [value]], random)
  if (typeof value === 'boolean') return pick([String(value), value ? 1 : 0], random)
  if (Array.isArray(value)) return value.length === 1 ? value[0] : { ...value }
  return pick([[value], JSON.stringify(value)], random)
}

function reEncoded(name: string, value: unknown, random: Random): unknown {
  if (typeof value !== 'string') return value
  if (name === 'at') {
    const ms = Date.parse(value)
    if (Number.isNaN(ms)) return value
    const berlin = new Date(ms + 3_600_000).toISOString().replace('Z', '+01:00')
    return pick([ms, Math.floor(ms / 1000), String(ms), berlin, value.replace('.000Z', 'Z')], random)
  }
  return pick([value.normalize('NFD'), ` ${value}\n`, `\ufeff${value}`, `${value}\u200f`], random)
}

function pick<T>(from: readonly T[], random: Random): T | undefined {
  return from[Math.floor(random() * from.length)]
}

import fc from 'fast-check'

/** One change of a valid value, at its `at`-th place (modulo the number of places). */
export interface Mutation {
  readonly kind: 'drop' | 'add' | 'replace' | 'wrap' | 'unwrap'
  readonly at: number
  readonly key: string
  readonly value: unknown
}

const nested = (depth: number): unknown =>
  depth === 0 ? 1 : depth % 2 ? [nested(depth - 1)] : { a: nested(depth - 1) }

const withOwn = (key: string, value: unknown): unknown =>
  Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true })

/** Texts on which parsers tend to fail. */
export const EVIL_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\ud83d\ude00',
  '\u202e\u0301',
  '\ufeff',
  'ﷺ'.repeat(200),
  'İ'.repeat(120),
  'ß',
  '\u{10ffff}',
  '\uffff\u{10ffff}',
  'a'.repeat(257),
  'é'.repeat(13_000),
  'w '.repeat(4_000),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '..',
  '../../keys',
  '%00',
  "' OR 1=1 --",
  '$(reboot)',
  '<script>alert(1)</script>',
  '********',
  'null',
  '1e999',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00+25:00',
  '9999-12-31T23:59:59.999999999999Z',
  'ses_AAAAAAAAAAAAAAAAAAAAAA',
  'http://169.254.169.254/latest/meta-data/',
]

const EVIL: readonly unknown[] = [
  ...EVIL_TEXTS,
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  -(2 ** 63),
  1e308,
  5e-324,
  [],
  {},
  [[]],
  [null],
  Array(500).fill(0),
  Array(30).fill({ type: 'text', text: 'x' }),
  nested(15),
  nested(23),
  nested(30),
  withOwn('__proto__', { isPaused: true, secret: 'x' }),
  withOwn('constructor', { prototype: {} }),
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
]

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'id',
  'seq',
  'epoch',
  'by',
  'deliver',
  'kind',
  'role',
  'session',
  'threadId',
  'botId',
  '',
  '\u0000',
  '\ud800',
  '$ref',
  'a.b',
]

export const evil: fc.Arbitrary<unknown> = fc.constantFrom(...EVIL)
export const evilText: fc.Arbitrary<string> = fc.constantFrom(...EVIL_TEXTS)

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('drop', 'add', 'replace', 'replace', 'wrap', 'unwrap'),
  at: fc.nat({ max: 40 }),
  key: fc.constantFrom(...KEYS),
  value: evil,
})

/** Returns the value after the mutations, without changing the original. */
export function mutated(value: unknown, mutations: readonly Mutation[]): unknown {
  return mutations.reduce((now, each) => apply(now, each), structuredClone(value))
}

type Container = Record<string | number, unknown>
interface Place {
  readonly parent: Container
  readonly key: string | number
}

function apply(root: unknown, { kind, at, key, value: shared }: Mutation): unknown {
  const value = structuredClone(shared)
  const box: Container = { root }
  const places = placesOf(box)
  const place = places[at % places.length]!
  const target = place.parent[place.key]
  switch (kind) {
    case 'drop':
      if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1)
      else delete place.parent[place.key]
      break
    case 'add': {
      const container = isContainer(target) ? target : place.parent
      if (container === box) break
      Object.defineProperty(container, Array.isArray(container) ? container.length : key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
      break
    }
    case 'replace':
      place.parent[place.key] = value
      break
    case 'wrap':
      place.parent[place.key] = [target]
      break
    case 'unwrap':
      if (isContainer(target)) place.parent[place.key] = Object.values(target)[0]
      else place.parent[place.key] = { value: target }
      break
    default:
      kind satisfies never
  }
  return box.root
}

function placesOf(parent: Container): Place[] {
  return Object.keys(parent).flatMap(key => {
    const value = parent[key]
    return [{ parent, key }, ...(isContainer(value) ? placesOf(value) : [])]
  })
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

/** Changes of a text that was valid JSON. */
const TEXT_MUTATIONS: readonly ((json: string) => string)[] = [
  json => json.slice(0, Math.floor(json.length / 2)),
  json => `${json}}`,
  json => `\ufeff${json}`,
  json => `${json}${json}`,
  () => '',
  () => 'null',
  () => '"text"',
  () => '[]',
  () => 'NaN',
  () => '[1e999]',
  () => '{"a":1,"a":2}',
  () => '{"__proto__":{"text":"x"},"text":"y"}',
  () => '['.repeat(20_000),
  () => '{"a":'.repeat(5_000),
  () => `{"epoch":0,"text":"x","replies":[${'0,'.repeat(9_000)}0]}`,
  () => `{${Array.from({ length: 3_000 }, (_, index) => `"${index}":0`).join(',')}}`,
  json => json.replace(/\d+/, '1e999'),
  json => json.replace(/"([^"]*)"/, '"\\ud800$1"'),
  json => json.replace(/"([^"]*)"/, '"\u0001$1"'),
  json => json.replaceAll('"', "'"),
]

export const textMutation: fc.Arbitrary<number> = fc.nat({ max: TEXT_MUTATIONS.length - 1 })

export function mutatedText(json: string, which: number): string {
  return TEXT_MUTATIONS[which]!(json)
}

import fc from 'fast-check'
import * as z from 'zod'

/** The part of JSON Schema that zod writes. */
interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
}

/** Meaningful values by field name, such as ids of existing conversations. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>

const HINT_WEIGHT = 12
const EAGER = ['text', 'connector', 'mode']
/** Long enough for surprises, short enough for ten thousand values. */
const MAX_LENGTH = 60

const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString())
const url = fc.constantFrom('https://example.com/', 'http://127.0.0.1:9/', 'https://user:pass@[::1]:9/x?y#z')

/** Any text: mostly letters, sometimes any characters. */
export const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: MAX_LENGTH }) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: MAX_LENGTH, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: MAX_LENGTH, unit: 'grapheme' }) },
)

const anything = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' })

/** Values that a schema accepts, generated from its JSON Schema (without refinements). */
export function validFor(schema: z.ZodType, hints: Hints): fc.Arbitrary<unknown> {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
  return arbitraryOf(root, root.$defs ?? {}, hints)
}

type Defs = Readonly<Record<string, Schema>>

function arbitraryOf(schema: Schema, defs: Defs, hints: Hints): fc.Arbitrary<unknown> {
  const each = (one: Schema) => arbitraryOf(one, defs, hints)
  if (schema.$ref !== undefined) return each(defs[schema.$ref.replace('#/$defs/', '')] ?? {})
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map(each))
  const [first] = schema.allOf ?? []
  if (first) return each({ ...schema, ...first, allOf: [] })
  switch (schema.type) {
    case 'string':
      return stringOf(schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(each(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
    case 'object':
      return objectOf(schema, defs, hints)
    default:
      return anything
  }
}

function stringOf({ pattern, format, minLength = 0, maxLength = MAX_LENGTH }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return time
  if (format === 'uri') return url
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return minLength === 0 ? fc.oneof(fc.constant(''), text) : text.map(some => some.slice(0, maxLength))
}

function numberOf({ type, minimum, maximum }: Schema): fc.Arbitrary<number> {
  const min = Math.max(minimum ?? Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER)
  const max = Math.min(maximum ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  const near = fc.integer({ min: Math.max(min, -3), max: Math.min(max, Math.max(min, 0) + 12) })
  const edges = fc.constantFrom(min, max)
  return type === 'integer' ? fc.oneof(near, near, edges) : fc.oneof(near, edges, fc.double())
}

function objectOf(schema: Schema, defs: Defs, hints: Hints): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties, propertyNames } = schema
  if (properties) {
    const fields = Object.entries(properties).map(([name, property]) => {
      const value = arbitraryOf(property, defs, hints)
      const hint = hints[name]
      return [
        name,
        hint ? fc.oneof({ weight: HINT_WEIGHT, arbitrary: hint }, { weight: 1, arbitrary: value }) : value,
      ] as const
    })
    const all = Object.fromEntries(fields)
    const least = fc.record(all, { requiredKeys: [...required], noNullPrototype: true })
    // Fields that refinements often require are mostly present.
    const wanted = EAGER.filter(name => name in all)
    const eager = fc.record(all, { requiredKeys: [...new Set([...required, ...wanted])], noNullPrototype: true })
    return fc.oneof({ weight: 1, arbitrary: least }, { weight: 4, arbitrary: eager })
  }
  const isSession = propertyNames?.pattern?.startsWith('^ses_') === true
  const names =
    isSession && hints.session ? hints.session : propertyNames ? arbitraryOf(propertyNames, defs, hints) : text
  const values = typeof additionalProperties === 'object' ? arbitraryOf(additionalProperties, defs, hints) : anything
  return fc.dictionary(names as fc.Arbitrary<string>, values, { maxKeys: 3, noNullPrototype: true })
}

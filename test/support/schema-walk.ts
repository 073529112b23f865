import type * as z from 'zod'

/** A value inside a document: its path, its schema and a valid value. */
export interface Place {
  readonly path: readonly string[]
  readonly schema: z.core.$ZodType
  readonly value: unknown
}

/** The schemas of zod that configurations are made of, as zod describes them. */
type Def =
  | { readonly type: 'object'; readonly shape: Readonly<Record<string, z.core.$ZodType>> }
  | { readonly type: 'record'; readonly keyType: z.core.$ZodType; readonly valueType: z.core.$ZodType }
  | { readonly type: 'array'; readonly element: z.core.$ZodType }
  | { readonly type: 'tuple'; readonly items: readonly z.core.$ZodType[] }
  | { readonly type: 'union'; readonly options: readonly z.core.$ZodType[] }
  | {
      readonly type: 'optional' | 'default' | 'nullable' | 'prefault' | 'readonly'
      readonly innerType: z.core.$ZodType
    }
  | { readonly type: 'pipe'; readonly in: z.core.$ZodType }
  | { readonly type: 'literal'; readonly values: readonly unknown[] }
  | { readonly type: 'enum'; readonly entries: Readonly<Record<string, string>> }
  | { readonly type: 'string' | 'number' | 'boolean' }

const defOf = (schema: z.core.$ZodType) => schema._zod.def as unknown as Def

/** Texts and numbers, one of which each simple schema takes. Add one if a new field takes none of them. */
const TEXTS = [
  'https://shop.example/a',
  'sales',
  'vip',
  'en',
  'https://shop.example',
  '#3355cc',
  'Europe/Berlin',
  '09:00',
  '17:00',
  '2026-12-25',
  '123',
  '123:abc',
  '/',
  '+491701234567',
  `whsec_${'A'.repeat(32)}`,
]
const NUMBERS = [1, 100, 1_000, 10_000]

const takes = (schema: z.core.$ZodType, value: unknown) => (schema as z.ZodType).safeParse(value).success

function taken<T>(schema: z.core.$ZodType, candidates: readonly T[], nth: number): T {
  const fit = candidates.filter(each => takes(schema, each))
  const value = fit[nth % Math.max(1, fit.length)]
  if (value === undefined) throw new Error(`no candidate fits: ${JSON.stringify(schema._zod.def)}`)
  return value
}

/** Makes a value of a schema with every field, and with each member of its unions. `nth`: makes another one. */
export function wholeValue(schema: z.core.$ZodType, nth = 0): unknown {
  const def = defOf(schema)
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([name, inner]) => [name, wholeValue(inner)]))
    case 'record':
      return Object.fromEntries(
        eachMember(def.valueType).map((value, index) => [wholeValue(def.keyType, index) as string, value]),
      )
    case 'array':
      return eachMember(def.element)
    case 'tuple':
      return def.items.map((item, index) => wholeValue(item, index))
    case 'union':
      return wholeValue(def.options[nth % def.options.length] as z.core.$ZodType)
    case 'pipe':
      return wholeValue(def.in, nth)
    case 'literal':
      return def.values[0]
    case 'enum':
      return Object.values(def.entries)[nth % Object.values(def.entries).length]
    case 'string':
      return taken(schema, TEXTS, nth)
    case 'number':
      return taken(schema, NUMBERS, nth)
    case 'boolean':
      return false
    default:
      return wholeValue(def.innerType, nth)
  }
}

/** A value of each member of a union, or the one value of another schema. */
function eachMember(schema: z.core.$ZodType): readonly unknown[] {
  const def = defOf(schema)
  return def.type === 'union' ? def.options.map(option => wholeValue(option)) : [wholeValue(schema)]
}

/** Lists the values inside a document, those inside others included, with the schema of each. */
export function placesIn(schema: z.core.$ZodType, value: unknown, path: readonly string[] = []): readonly Place[] {
  const def = defOf(schema)
  const here: Place = { path, schema, value }
  const inner = (of: (name: string, index: number) => z.core.$ZodType) =>
    Object.entries(value as object).flatMap(([name, each], index) => placesIn(of(name, index), each, [...path, name]))
  switch (def.type) {
    case 'object':
      return [here, ...inner(name => def.shape[name] as z.core.$ZodType)]
    case 'record':
      return [here, ...inner(() => def.valueType)]
    case 'array':
      return [here, ...inner(() => def.element)]
    case 'tuple':
      return [here, ...inner((_, index) => def.items[index] as z.core.$ZodType)]
    case 'union':
      return placesIn(def.options.find(option => takes(option, value)) as z.core.$ZodType, value, path)
    case 'pipe':
      return placesIn(def.in, value, path)
    case 'literal':
    case 'enum':
    case 'string':
    case 'number':
    case 'boolean':
      return [here]
    default:
      return placesIn(def.innerType, value, path)
  }
}

/** Whether a place has no others inside. */
export const isLeaf = ({ schema }: Place) => !['object', 'record', 'array', 'tuple'].includes(defOf(schema).type)

/** Whether a place has the same value in every document: it says which member of a union the document has. */
export const isConstant = ({ schema }: Place) => defOf(schema).type === 'literal'

/** Values that a place refuses, as far as its schema shows. */
export function wrongValues({ schema, value }: Place): readonly unknown[] {
  switch (defOf(schema).type) {
    case 'object':
      return [{ ...(value as object), nonsense: 1 }, 'x']
    case 'record':
      return [{ ...(value as object), 'a/b c': Object.values(value as object)[0] }, 'x']
    case 'string':
      return [5, '', 'x'.repeat(3_000)]
    case 'number':
      return ['x', 0.5, 1e12]
    default:
      return ['nonsense', 5]
  }
}

/** A form field, derived from a JSON Schema. */
export type Field =
  | { readonly kind: 'object'; readonly fields: readonly NamedField[] }
  /** An object with names that the admin chooses. `names`: the only ones, if there are some. */
  | { readonly kind: 'record'; readonly of: Field; readonly names: readonly string[] | undefined }
  | { readonly kind: 'list'; readonly of: Field; readonly max: number | undefined }
  /** A list of a fixed length, with a field for each place. */
  | { readonly kind: 'tuple'; readonly of: readonly Field[] }
  /** A value, or `null`. */
  | { readonly kind: 'nullable'; readonly of: Field }
  /** One of several objects. The constant field `by` says which. */
  | { readonly kind: 'variants'; readonly by: string; readonly of: readonly Variant[] }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** `isOptional`: it may also be missing, which is neither on nor off. */
  | { readonly kind: 'switch'; readonly isOptional?: boolean }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'text'; readonly isLong: boolean }
  /** A value of any other shape, which the admin types as JSON. */
  | { readonly kind: 'json' }
  /** A fixed value. */
  | { readonly kind: 'constant'; readonly value: unknown }

export interface Variant {
  readonly value: string
  readonly field: Extract<Field, { kind: 'object' }>
}

export interface NamedField {
  readonly name: string
  readonly field: Field
  readonly isRequired: boolean
  readonly description: string | undefined
  readonly usual: unknown
}

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly description?: string
  readonly default?: unknown
}

/** Texts with a longer limit get a field of several lines. */
const LONG_CHARS = 200

/** Derives the form fields from a JSON Schema, so that each field of the configuration is described in one place. */
export function fieldsOf(document: Schema): Field {
  const resolved = (schema: Schema): Schema => {
    const name = schema.$ref?.replace('#/$defs/', '')
    return name === undefined ? schema : { ...document.$defs?.[name], ...schema }
  }
  const read = (schema: Schema): Field => {
    const { type, properties, additionalProperties, items, oneOf, anyOf, ...rest } = resolved(schema)
    if (rest.const !== undefined) return { kind: 'constant', value: rest.const }
    if (rest.enum !== undefined) return { kind: 'choice', options: rest.enum.map(String) }
    if (oneOf !== undefined) return variantsOf(oneOf.map(read))
    if (anyOf !== undefined) return nullableOf(anyOf, read)
    if (properties !== undefined) return { kind: 'object', fields: namedIn(properties, rest.required) }
    if (typeof additionalProperties === 'object') {
      const names = rest.propertyNames && resolved(rest.propertyNames).enum?.map(String)
      return { kind: 'record', of: read(additionalProperties), names }
    }
    if (rest.prefixItems !== undefined) return { kind: 'tuple', of: rest.prefixItems.map(read) }
    if (items !== undefined) return { kind: 'list', of: read(items), max: rest.maxItems }
    if (type === 'boolean') return { kind: 'switch' }
    if (type === 'integer' || type === 'number') return { kind: 'number', min: rest.minimum, max: rest.maximum }
    if (type !== 'string') return { kind: 'json' }
    return { kind: 'text', isLong: (rest.maxLength ?? 0) > LONG_CHARS && schema.$ref === undefined && !isAddress(rest) }
  }
  const namedIn = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []) =>
    Object.entries(properties).map(([name, inner]): NamedField => {
      const { description, default: usual } = resolved(inner)
      const isRequired = required.includes(name)
      const field = read(inner)
      const isOptional = field.kind === 'switch' && !isRequired && usual === undefined
      return { name, field: isOptional ? { ...field, isOptional } : field, isRequired, description, usual }
    })
  return read(document)
}

/** Reads a value that may be `null`. Any other union without constants is typed as JSON. */
function nullableOf(members: readonly Schema[], read: (schema: Schema) => Field): Field {
  const [value, ...others] = members.filter(({ type }) => type !== 'null')
  if (value === undefined || others.length > 0) return { kind: 'json' }
  return members.length > 1 ? { kind: 'nullable', of: read(value) } : read(value)
}

/** Reads a discriminated union. Throws for another one: a form cannot tell its members apart. */
function variantsOf(members: readonly Field[]): Field {
  const objects = members.filter(member => member.kind === 'object')
  const by = objects[0]?.fields.find(({ field }) => field.kind === 'constant')?.name
  const of = objects.map((field): Variant => ({ value: String(constantOf(field, by)), field }))
  if (by === undefined || of.length < members.length) throw new Error('a union without a constant field has no form')
  return { kind: 'variants', by, of }
}

function constantOf({ fields }: Variant['field'], name: string | undefined): unknown {
  const field = fields.find(each => each.name === name)?.field
  return field?.kind === 'constant' ? field.value : undefined
}

const isAddress = (schema: Schema & { readonly format?: string }) => schema.format === 'uri'

/** Makes a value another variant. Keeps the fields that both have. */
export function asVariant(value: unknown, { field }: Variant): unknown {
  const before = (value ?? {}) as Readonly<Record<string, unknown>>
  const kept = field.fields.filter(({ name, field: { kind } }) => kind !== 'constant' && name in before)
  return { ...(blank(field) as object), ...Object.fromEntries(kept.map(({ name }) => [name, before[name]])) }
}

/** Returns the initial value of a new entry. */
export function blank(field: Field): unknown {
  switch (field.kind) {
    case 'object': {
      const filled = field.fields.filter(({ isRequired }) => isRequired)
      return Object.fromEntries(filled.map(({ name, field: inner }) => [name, blank(inner)]))
    }
    case 'variants':
      return field.of[0] && blank(field.of[0].field)
    case 'record':
      return {}
    case 'list':
      return []
    case 'tuple':
      return field.of.map(blank)
    case 'nullable':
      return blank(field.of)
    case 'json':
      return null
    case 'choice':
      return field.options[0]
    case 'switch':
      return false
    case 'number':
      return field.min ?? 0
    case 'text':
      return ''
    case 'constant':
      return field.value
    default:
      return field satisfies never
  }
}

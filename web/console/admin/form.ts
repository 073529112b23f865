/** A form field, derived from a JSON Schema. */
export type Field =
  | { readonly kind: 'object'; readonly fields: readonly NamedField[] }
  /** An object with names that the admin chooses. */
  | { readonly kind: 'record'; readonly of: Field }
  | { readonly kind: 'list'; readonly of: Field; readonly max: number | undefined }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'text'; readonly isLong: boolean }
  /** A fixed value. */
  | { readonly kind: 'constant'; readonly value: unknown }

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
  readonly items?: Schema
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
    const { type, properties, required = [], additionalProperties, items, ...rest } = resolved(schema)
    if (rest.const !== undefined) return { kind: 'constant', value: rest.const }
    if (rest.enum !== undefined) return { kind: 'choice', options: rest.enum.map(String) }
    if (properties !== undefined) {
      const named = Object.entries(properties).map(([name, inner]): NamedField => {
        const { description, default: usual } = resolved(inner)
        return { name, field: read(inner), isRequired: required.includes(name), description, usual }
      })
      return { kind: 'object', fields: named }
    }
    if (typeof additionalProperties === 'object') return { kind: 'record', of: read(additionalProperties) }
    if (items !== undefined) return { kind: 'list', of: read(items), max: rest.maxItems }
    if (type === 'boolean') return { kind: 'switch' }
    if (type === 'integer' || type === 'number') return { kind: 'number', min: rest.minimum, max: rest.maximum }
    return { kind: 'text', isLong: (rest.maxLength ?? 0) > LONG_CHARS && schema.$ref === undefined && !isAddress(rest) }
  }
  return read(document)
}

const isAddress = (schema: Schema & { readonly format?: string }) => schema.format === 'uri'

/** Returns the initial value of a new entry. */
export function blank(field: Field): unknown {
  switch (field.kind) {
    case 'object': {
      const filled = field.fields.filter(({ isRequired }) => isRequired)
      return Object.fromEntries(filled.map(({ name, field: inner }) => [name, blank(inner)]))
    }
    case 'record':
      return {}
    case 'list':
      return []
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

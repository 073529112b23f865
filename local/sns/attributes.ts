import { invalidValue } from './errors.ts'
import type { Query } from './query.ts'

/** A message attribute. A binary value is base64. */
export interface Attribute {
  /** String, Number, Binary or String.Array, optionally with a custom label: `Number.int`. */
  readonly type: string
  readonly value: string
}

export type Attributes = ReadonlyMap<string, Attribute>

/** Reads the attributes of a message. Throws ParameterValueInvalid in the same cases as SNS. */
export const readAttributes = (query: Query): Attributes => {
  const attributes = new Map<string, Attribute>()
  for (const entry of query.entries('MessageAttributes')) {
    const name = entry.optional('Name') ?? ''
    if (attributes.has(name)) throw invalidValue(`The message attribute '${name}' is given twice.`)
    attributes.set(name, readAttribute(name, entry))
  }
  return attributes
}

const NAME = /^(?!\.)(?!.*\.\.)(?!(?:aws|amazon)\.)[\w.-]{1,256}(?<!\.)$/i
const TYPE = /^(String|Number|Binary)(?:\.[\w.-]+)?$/

const readAttribute = (name: string, entry: Query): Attribute => {
  const type = entry.optional('Value.DataType') ?? ''
  const [, kind] = TYPE.exec(type) ?? []
  if (!NAME.test(name)) throw invalidValue(`The message attribute name '${name}' is invalid.`)
  if (type === '') throw invalidValue(`The message attribute '${name}' must contain a non-empty attribute type.`)
  if (kind === undefined)
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    )
  const value = entry.optional(kind === 'Binary' ? 'Value.BinaryValue' : 'Value.StringValue') ?? ''
  if (value === '')
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    )
  if (kind === 'Number' && !isNumber(value))
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`)
  if (type === 'String.Array' && arrayOf(value) === undefined)
    throw invalidValue(
      `The message attribute '${name}' with type 'String.Array' is not a JSON array of strings, numbers, booleans and nulls.`,
    )
  return { type, value }
}

const isNumber = (value: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(value)

export type Scalar = string | number | boolean | null

/** Reads the elements of a String.Array. */
export const arrayOf = (value: string): readonly Scalar[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) && parsed.every(isScalar) ? parsed : undefined
  } catch {
    return undefined
  }
}

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

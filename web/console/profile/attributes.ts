import { attributeAt } from '../../../lib/protocol/attribute-value.ts'
import { formatted, type Telling } from './formatters.ts'

/** An item of a bot's `attributes` configuration. */
export interface AttributeSetting {
  readonly label: string
  readonly attributePath: string
  readonly defaultValue?: string
  readonly formatter?: string
}

export interface ShownAttribute {
  readonly label: string
  readonly value: string
}

const MAX_VALUE_CHARS = 1_000

/**
 * Returns the attributes that the bot's configuration names, in its order. Leaves out those without a value and a
 * default. Without a configuration, returns all attributes under their own names.
 */
export function shownAttributes(
  attributes: Readonly<Record<string, unknown>>,
  settings: readonly AttributeSetting[],
  telling: Telling,
): readonly ShownAttribute[] {
  if (settings.length === 0) {
    return Object.entries(attributes).flatMap(([label, value]) => shown(label, asText(value)))
  }
  return settings.flatMap(({ label, attributePath, defaultValue, formatter }) => {
    const text = asText(attributeAt(attributes, attributePath))
    return shown(label, text === undefined ? defaultValue : formatted(text, formatter, telling))
  })
}

const shown = (label: string, value: string | undefined): ShownAttribute[] =>
  value === undefined || value.trim() === '' ? [] : [{ label, value: value.slice(0, MAX_VALUE_CHARS).toWellFormed() }]

function asText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? undefined : JSON.stringify(value)
    default:
      return undefined
  }
}

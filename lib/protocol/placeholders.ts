/** A variable of a text: `{{name}}`, or `{{name|fallback}}` with a text for when there is no value. */
export interface Placeholder {
  readonly name: string
  readonly fallback?: string
  /** The placeholder as it stands in the text, with its braces. */
  readonly source: string
}

const PLACEHOLDER = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g

/**
 * Splits a text into its fixed parts and its placeholders, in their order. Spaces around a name and a fallback do not
 * count. A `{{` that nothing closes stays in a fixed part.
 */
export function partsOf(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = []
  let end = 0
  for (const { 0: source, 1: name = '', 2: fallback, index } of text.matchAll(PLACEHOLDER)) {
    if (index > end) parts.push(text.slice(end, index))
    parts.push({ name: name.trim(), ...(fallback !== undefined && { fallback: fallback.trim() }), source })
    end = index + source.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

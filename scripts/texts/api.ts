/** A text of the OpenAPI document, and its place there. */
export interface ApiText {
  readonly place: string
  readonly text: string
}

type Json = Readonly<Record<string, unknown>>

/** Lists every summary of an OpenAPI document, and every other text at its first place. Skips lists of error codes. */
export function apiTexts(document: Json): ApiText[] {
  const seen = new Set<string>()
  return [...textsOf(document, [])].flatMap(({ key, ...found }) => {
    if (isCodes(found.text) || (key !== 'summary' && seen.has(found.text))) return []
    seen.add(found.text)
    return [found]
  })
}

const isCodes = (text: string) => text.split(', ').every(part => /^`[a-z_.]+`$/.test(part))

function* textsOf(value: unknown, path: readonly string[]): Generator<ApiText & { readonly key: string }> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    const isSaid = (key === 'summary' || key === 'description') && typeof child === 'string'
    if (isSaid) yield { key, place: placeOf(value, path), text: child }
    else yield* textsOf(child, [...path, nameOf(child) ?? key])
  }
}

/** The name of the operation, tag or parameter that an object describes. */
function nameOf(value: unknown): string | undefined {
  const { operationId, name } = (value ?? {}) as { operationId?: unknown; name?: unknown }
  return [operationId, name].find(each => typeof each === 'string')
}

const UNNAMED = ['paths', 'components', 'schemas', 'schema', 'properties', 'parameters', 'content', 'tags']

function placeOf(value: object, path: readonly string[]): string {
  const named = path.filter(key => !UNNAMED.includes(key) && !key.includes('/'))
  return named.join('.') || (nameOf(value) ?? 'document')
}

/** Follows a dotted path through own properties of a user's attributes. Also finds a name that contains dots. */
export function attributeAt(attributes: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(attributes, path)) return attributes[path]
  let at: unknown = attributes
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return at
}

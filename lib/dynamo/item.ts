/** An item as the document client returns and accepts it. */
export type Item = Readonly<Record<string, unknown>>

/** The text of an attribute. Throws `TypeError` if the item does not come from this store. */
export function textOf(item: Item, name: string): string {
  const value = item[name]
  if (typeof value !== 'string') throw new TypeError(`attribute ${name} is not text`)
  return value
}

/** The number of an attribute, or `missing` if the attribute is absent. Throws as `textOf` does. */
export function numberOf(item: Item, name: string, missing?: number): number {
  const value = item[name] ?? missing
  if (typeof value !== 'number') throw new TypeError(`attribute ${name} is not a number`)
  return value
}

/** The number of an attribute, if the item has it. Throws as above. */
export function numberIfAny(item: Item, name: string): number | undefined {
  return item[name] === undefined ? undefined : numberOf(item, name)
}

/** The texts of a list. Empty if the attribute is absent. Throws as `textOf` does. */
export function textsOf(item: Item, name: string): readonly string[] {
  const value = item[name] ?? []
  if (!Array.isArray(value) || !value.every(each => typeof each === 'string')) {
    throw new TypeError(`attribute ${name} is not a list of texts`)
  }
  return value
}

/**
 * The JSON value of an attribute. Undefined if the attribute is absent. This store wrote it, so its shape is not
 * checked.
 */
export function jsonOf<T>(item: Item, name: string): T | undefined {
  return item[name] === undefined ? undefined : (JSON.parse(textOf(item, name)) as T)
}

/** The JSON value of an attribute that is always present. */
export function bodyOf<T>(item: Item, name: string): T {
  return JSON.parse(textOf(item, name)) as T
}

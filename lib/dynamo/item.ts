/** An item as the document client gives and takes it. */
export type Item = Readonly<Record<string, unknown>>

/** The text of an attribute. Throws where an item is not what this store writes. */
export function textOf(item: Item, name: string): string {
  const value = item[name]
  if (typeof value !== 'string') throw new TypeError(`attribute ${name} should be text`)
  return value
}

/** The number of an attribute, or `missing` where it was left out. Throws as above. */
export function numberOf(item: Item, name: string, missing?: number): number {
  const value = item[name] ?? missing
  if (typeof value !== 'number') throw new TypeError(`attribute ${name} should be a number`)
  return value
}

/** The number of an attribute, if the item has it. Throws as above. */
export function numberIfAny(item: Item, name: string): number | undefined {
  return item[name] === undefined ? undefined : numberOf(item, name)
}

/** The texts of a list; empty where it was left out. Throws as above. */
export function textsOf(item: Item, name: string): readonly string[] {
  const value = item[name] ?? []
  if (!Array.isArray(value) || !value.every(each => typeof each === 'string')) {
    throw new TypeError(`attribute ${name} should be a list of texts`)
  }
  return value
}

/** What an attribute holds as JSON; none where it was left out. The shape is this store's own writing. */
export function jsonOf<T>(item: Item, name: string): T | undefined {
  return item[name] === undefined ? undefined : (JSON.parse(textOf(item, name)) as T)
}

/** What an attribute that is always there holds as JSON. */
export function bodyOf<T>(item: Item, name: string): T {
  return JSON.parse(textOf(item, name)) as T
}

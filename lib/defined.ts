/** The fields of `T`, with those that may be undefined made optional. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * An object with a key for each field of `T`. An absent optional field is `undefined` there. A field that is added to `T`, optional or
 * not, does not compile until it is listed; `defined` makes a `T` of it.
 */
export type Whole<T> = { [K in keyof Required<T>]: T extends Record<K, T[K]> ? T[K] : T[K] | undefined }

/** Copies an object without its fields whose value is `undefined`: an absent optional field has no key. */
export function defined<T extends object>(fields: T): Defined<T> {
  const copy: Partial<T> = {}
  for (const key in fields) if (fields[key] !== undefined) copy[key] = fields[key]
  return copy as unknown as Defined<T>
}

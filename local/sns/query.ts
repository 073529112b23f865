import { invalidParameter } from './errors.ts'

/** The parameters of a request in AWS's query protocol: flat names such as `Attributes.entry.1.key`. */
export class Query {
  readonly #parameters: URLSearchParams
  readonly #prefix: string

  constructor(parameters: URLSearchParams, prefix = '') {
    this.#parameters = parameters
    this.#prefix = prefix
  }

  optional(name: string): string | undefined {
    return this.#parameters.get(this.#prefix + name) ?? undefined
  }

  /** Throws InvalidParameter if the parameter is missing or empty. */
  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined || value === '') throw invalidParameter(name)
    return value
  }

  /** The structures in a list, in order. */
  list(name: string): readonly Query[] {
    return this.#numbered(`${name}.member`)
  }

  /** The entries of a map of strings. Throws InvalidParameter if a key occurs twice. */
  map(name: string): ReadonlyMap<string, string> {
    const map = new Map<string, string>()
    for (const entry of this.#numbered(`${name}.entry`)) {
      const key = entry.required('key')
      if (map.has(key)) throw invalidParameter(`${name}: ${key} is given twice`)
      map.set(key, entry.optional('value') ?? '')
    }
    return map
  }

  /** The entries of a map of structures. */
  entries(name: string): readonly Query[] {
    return this.#numbered(`${name}.entry`)
  }

  #numbered(name: string): readonly Query[] {
    const found = new Set<number>()
    const start = `${this.#prefix}${name}.`
    for (const key of this.#parameters.keys()) {
      if (!key.startsWith(start)) continue
      const number = Number.parseInt(key.slice(start.length), 10)
      if (number > 0) found.add(number)
    }
    return [...found].sort((a, b) => a - b).map(number => new Query(this.#parameters, `${start}${number}.`))
  }
}

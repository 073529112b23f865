/** The route that a request matches. */
export interface Match<T> {
  /** The route as declared: `GET /api/v1/bots/{botId}`. */
  readonly routeKey: string
  readonly target: T
  /** Values of the route's `{parameters}`. Absent if it has none. */
  readonly parameters?: Readonly<Record<string, string>>
}

interface Leaf<T> {
  readonly routeKey: string
  readonly target: T
  readonly names: readonly string[]
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  parameter: Node<T> | undefined
  /** By method: `{rest+}` matches all remaining segments, at least one. */
  readonly greedy: Map<string, Leaf<T>>
  readonly leaves: Map<string, Leaf<T>>
}

const node = <T>(): Node<T> => ({
  literals: new Map(),
  parameter: undefined,
  greedy: new Map(),
  leaves: new Map(),
})

const PARAMETER = /^\{([^{}+]+)(\+?)\}$/

/** The routes of an HTTP API, compiled once: a match costs one look-up per segment. */
export class Router<T> {
  readonly #root = node<T>()

  /** Adds a route. Throws if it exists already or `{rest+}` is not its last segment. */
  add(method: string, path: string, target: T): void {
    const names: string[] = []
    const routeKey = `${method} ${path}`
    const segments = segmentsOf(path)
    let at = this.#root
    for (const [index, segment] of segments.entries()) {
      const [, name, plus] = PARAMETER.exec(segment) ?? []
      if (name === undefined) {
        const next = at.literals.get(segment) ?? node<T>()
        at.literals.set(segment, next)
        at = next
        continue
      }
      names.push(name)
      if (plus === '+') {
        if (index !== segments.length - 1) throw new Error(`${routeKey}: {${name}+} must be the last segment`)
        put(at.greedy, method, { routeKey, target, names })
        return
      }
      at.parameter ??= node<T>()
      at = at.parameter
    }
    put(at.leaves, method, { routeKey, target, names })
  }

  /**
   * Finds the most specific route, as API Gateway does: at each segment a literal, else `{parameter}`, else `{rest+}`.
   */
  match(method: string, path: string): Match<T> | undefined {
    const values: string[] = []
    const leaf = find(this.#root, method, segmentsOf(path), 0, values)
    if (leaf === undefined) return undefined
    const { routeKey, target, names } = leaf
    if (names.length === 0) return { routeKey, target }
    const parameters: Record<string, string> = {}
    for (const [index, name] of names.entries()) parameters[name] = values[index] ?? ''
    return { routeKey, target, parameters }
  }
}

const segmentsOf = (path: string): readonly string[] => path.slice(1).split('/')

const put = <T>(leaves: Map<string, Leaf<T>>, method: string, leaf: Leaf<T>): void => {
  if (leaves.has(method)) throw new Error(`${leaf.routeKey} has two routes`)
  leaves.set(method, leaf)
}

const find = <T>(
  at: Node<T>,
  method: string,
  segments: readonly string[],
  index: number,
  values: string[],
): Leaf<T> | undefined => {
  const segment = segments[index]
  if (segment === undefined) return at.leaves.get(method) ?? at.leaves.get('ANY')

  const literal = at.literals.get(segment)
  const exact = literal && find(literal, method, segments, index + 1, values)
  if (exact !== undefined) return exact
  if (segment === '') return undefined

  if (at.parameter !== undefined) {
    values.push(segment)
    const found = find(at.parameter, method, segments, index + 1, values)
    if (found !== undefined) return found
    values.pop()
  }

  const rest = at.greedy.get(method) ?? at.greedy.get('ANY')
  if (rest !== undefined) values.push(segments.slice(index).join('/'))
  return rest
}

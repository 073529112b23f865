/**
 * Makes memory that lasts as long as its owner: one for each directory or log of an application, since a process of the
 * tests has several applications.
 *
 * @example
 * ```ts
 * const quiet = memoryOf(() => new Newest<string, Quiet>(MAX_ACCOUNTS))
 * quiet(directory).put(account, { until })
 * ```
 */
export function memoryOf<Memory>(make: () => Memory): (owner: object) => Memory {
  const memories = new WeakMap<object, Memory>()
  return owner => {
    const memory = memories.get(owner) ?? make()
    memories.set(owner, memory)
    return memory
  }
}

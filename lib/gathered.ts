/**
 * Batches writes by name: gathers items while a write of the same name is under way, and then writes at most `most` of
 * them together. So writers of one name do not compete. `write` returns one result for each item, in order. Its error
 * is the error of all its items.
 */
export function gathered<Item, Result>(
  write: (name: string, items: readonly Item[]) => Promise<readonly Result[]>,
  most: number,
): (name: string, item: Item) => Promise<Result> {
  interface Asked {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }
  const queues = new Map<string, Asked[]>()

  const work = async (name: string, queue: Asked[]) => {
    while (queue.length > 0) {
      const batch = queue.splice(0, most)
      try {
        const items = batch.map(({ item }) => item)
        const results = await write(name, items)
        for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    queues.delete(name)
  }

  return (name, item) =>
    new Promise((resolve, reject) => {
      const asked = { item, resolve, reject }
      const queue = queues.get(name)
      if (queue) {
        queue.push(asked)
        return
      }
      const started = [asked]
      queues.set(name, started)
      void work(name, started)
    })
}

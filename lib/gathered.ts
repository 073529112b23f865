/**
 * Writes together what is asked for under one name while a write of that name is under way: at most `most` at once, one write after the
 * other. A crowd then does not fight for what the writes of a name share. `write` answers one result an item, in their order; an
 * error of it is the error of all of its items.
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

import type { OneByOne } from '../lib/conversations/execute.ts'

/** Makes a `OneByOne` for this process. Keeps nothing of a conversation without changes under way. */
export function queues(): OneByOne & { /** The number of conversations with changes under way. */ size(): number } {
  const newest = new Map<string, Promise<unknown>>()
  const oneByOne: OneByOne = async (id, change) => {
    const earlier = newest.get(id)
    const mine = earlier === undefined ? change() : earlier.then(change, change)
    newest.set(id, mine)
    try {
      return await mine
    } finally {
      if (newest.get(id) === mine) newest.delete(id)
    }
  }
  return Object.assign(oneByOne, { size: () => newest.size })
}

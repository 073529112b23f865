/** Hashes of 53 bits, as numbers. Among a million states, the chance of a collision is 1 in 10,000. */
export type Hash = number

const HIGH = 2 ** 21

/** Hashes a text (cyrb53, public domain). */
export function hashText(text: string, seed = 0): Hash {
  let one = 0xdeadbeef ^ seed
  let two = 0x41c6ce57 ^ seed
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    one = Math.imul(one ^ code, 2654435761)
    two = Math.imul(two ^ code, 1597334677)
  }
  return finish(one, two)
}

/** Combines two hashes; their order matters. */
export function combine(first: Hash, second: Hash): Hash {
  let one = Math.imul((first | 0) ^ 0x9e3779b9, 2654435761) ^ (second | 0)
  let two = Math.imul(((first / HIGH) | 0) ^ 0x85ebca6b, 1597334677) ^ ((second / HIGH) | 0)
  one = Math.imul(one, 0x27d4eb2f) ^ (two >>> 5)
  two = Math.imul(two, 0x165667b1) ^ (one >>> 7)
  return finish(one, two)
}

/** Combines hashes; their order does not matter. */
export function combineUnordered(hashes: Iterable<Hash>): Hash {
  let high = 0
  let low = 0
  for (const hash of hashes) {
    low = (low + (hash | 0)) | 0
    high = (high + ((hash / HIGH) | 0)) | 0
  }
  return finish(low, high)
}

const remembered = new WeakMap<object, Hash>()

/** Hashes an immutable value by its JSON; the same object is read once. */
export function hashValue(value: object): Hash {
  const known = remembered.get(value)
  if (known !== undefined) return known
  const hash = hashText(JSON.stringify(value))
  remembered.set(value, hash)
  return hash
}

function finish(first: number, second: number): Hash {
  let one = first
  let two = second
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return 4294967296 * (2097151 & two) + (one >>> 0)
}

import { describe, expect, it } from 'vitest'
import { mutations } from './mutations.ts'
import { tryAll, tryLimits, trySound } from './try-all.ts'

/** Of each small scope; `mutate.ts --sound` looks at all of it. */
const QUICK_STATES = 5_000

const quick = mutations.filter(mutation => mutation.quick === true)

it('the code as it is keeps what the small scopes promise', { timeout: 400_000 }, async () => {
  // By depth, since few states by breadth come to no end, and what is promised at last is judged there.
  const found = await trySound({ maxStates: QUICK_STATES, order: 'depth' })

  expect(found.filter(({ complaint }) => complaint !== undefined)).toEqual([])
  // A scope in which nothing happens proves nothing.
  for (const { ground, count, ends = 0 } of found) {
    expect([ground, count > 3, ends > 0]).toEqual([ground, true, true])
  }
})

it('what cannot be promised happens, as docs/proof.md tells it', { timeout: 400_000 }, async () => {
  const found = await tryLimits()

  expect(found.map(({ complaint }) => complaint)).toEqual([
    'the pause is acknowledged, and message 2 is on its way to the channel',
    'what was sent again is carried out again: the log has two entries "paused by Ana"',
    'the channel gets message 2 twice, under the same webhook-id',
    'the answer to 1 stands after that to a younger message',
  ])
})

describe('a fault in the real code is caught', () => {
  it('each of those that show in a moment', { timeout: 400_000 }, async () => {
    const trials = await tryAll(quick)

    const missed = trials.filter(({ hunted }) => hunted.complaint === undefined).map(({ mutation }) => mutation.name)
    expect(missed).toEqual([])
    expect(trials.length).toBeGreaterThanOrEqual(12)
  })

  it('and no two of the list are the same', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(25)
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
    expect(new Set(mutations.map(({ file, find, replace }) => `${file} ${find} ${replace}`)).size).toBe(
      mutations.length,
    )
  })
})

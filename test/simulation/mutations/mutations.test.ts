import { describe, expect, it } from 'vitest'
import { mutations } from './mutations.ts'
import { tryAll, tryLimits, trySound } from './try-all.ts'

/** The states of each small scope; `mutate.ts --sound` visits all. */
const QUICK_STATES = 5_000

const quick = mutations.filter(mutation => mutation.quick === true)

it('the unchanged code keeps the promises of the small scopes', { timeout: 400_000 }, async () => {
  // By depth, because the first states by breadth reach no end, where the final promises are judged.
  const found = await trySound({ maxStates: QUICK_STATES, order: 'depth' })

  expect(found.filter(({ complaint }) => complaint !== undefined)).toEqual([])
  // A scope without events proves nothing.
  for (const { ground, count, ends = 0 } of found) {
    expect([ground, count > 3, ends > 0]).toEqual([ground, true, true])
  }
})

it('the limits happen as in docs/proof.md', { timeout: 400_000 }, async () => {
  const found = await tryLimits()

  expect(found.map(({ complaint }) => complaint)).toEqual([
    'the pause is acknowledged, and message 2 is on its way to the channel',
    'what was sent again is carried out again: the log has two entries "paused by Ana"',
    'the channel gets message 2 twice, under the same webhook-id',
    'the answer to 1 stands after that to a younger message',
  ])
})

describe('the mutations', () => {
  it('are caught, each of the quick ones', { timeout: 400_000 }, async () => {
    const trials = await tryAll(quick)

    const missed = trials.filter(({ hunted }) => hunted.complaint === undefined).map(({ mutation }) => mutation.name)
    expect(missed).toEqual([])
    expect(trials.length).toBeGreaterThanOrEqual(12)
  })

  it('are all different', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(25)
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
    expect(new Set(mutations.map(({ file, find, replace }) => `${file} ${find} ${replace}`)).size).toBe(
      mutations.length,
    )
  })
})

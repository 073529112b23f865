import { afterEach, beforeEach, describe } from 'vitest'
import type { ChangeFeed } from '../../lib/ports/feed.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { StoreUnderTest } from './store.ts'
import { type World, worldOver } from './world.ts'

/** The objects of each test of the contract: new for each, and available once the test runs. */
export interface Given {
  readonly store: Store
  readonly feed: ChangeFeed
  readonly world: World
}

/** One section of the contract, with a new store for each of its tests. */
export function describeOver(
  chapter: string,
  open: () => Promise<StoreUnderTest>,
  promises: (given: () => Given) => void,
): void {
  describe(chapter, () => {
    let opened: StoreUnderTest | undefined
    let given: Given
    beforeEach(async () => {
      opened = await open()
      const { store, feed } = opened
      given = { store, feed, world: worldOver(store, feed) }
    })
    afterEach(async () => {
      await opened?.close()
      opened = undefined
    })
    promises(() => given)
  })
}

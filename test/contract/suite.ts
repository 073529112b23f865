import { afterEach, beforeEach, describe } from 'vitest'
import type { ChangeFeed } from '../../lib/ports/feed.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { StoreUnderTest } from './store.ts'
import { type StoreWorld, storeWorld } from './store-world.ts'

/** The objects of each test of the contract: new for each, and available once the test runs. */
export interface UnderTest {
  readonly store: Store
  readonly feed: ChangeFeed
  readonly world: StoreWorld
}

/** One section of the contract, with a new store for each of its tests. */
export function describeOver(
  chapter: string,
  open: () => Promise<StoreUnderTest>,
  promises: (underTest: () => UnderTest) => void,
): void {
  describe(chapter, () => {
    let opened: StoreUnderTest | undefined
    let current: UnderTest
    beforeEach(async () => {
      opened = await open()
      const { store, feed } = opened
      current = { store, feed, world: storeWorld(store, feed) }
    })
    afterEach(async () => {
      await opened?.close()
      opened = undefined
    })
    promises(() => current)
  })
}

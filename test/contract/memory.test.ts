import { createMemoryStore } from '../simulation/memory-store.ts'
import { storeContract } from './store.ts'

storeContract('the store of the simulations', async () => {
  const { store, feed } = createMemoryStore()
  return { store, feed, close: async () => {} }
})

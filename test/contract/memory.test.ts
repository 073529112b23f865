import { openMemoryStore } from '../../lib/memory/store.ts'
import { storeContract } from './store.ts'

storeContract('the memory store', async () => {
  const store = openMemoryStore()
  return { store, feed: store.feed, close: async () => store.close() }
})

import { describe, expect, it } from 'vitest'
import type { BrowserStorage } from '../storage.ts'
import { UsedReplies } from './used.ts'

function aStorage(): BrowserStorage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    get: key => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: key => void values.delete(key),
  }
}

describe('the canned replies that an agent used last', () => {
  it('are kept for each bot and agent, the last one first', () => {
    const storage = aStorage()
    const used = new UsedReplies(storage, 'shop', 'ana')
    for (const key of ['a', 'b', 'a', 'c']) used.add(key)
    expect(used.list()).toEqual(['c', 'a', 'b'])
    expect(new UsedReplies(storage, 'shop', 'ana').list()).toEqual(['c', 'a', 'b'])
    expect(new UsedReplies(storage, 'bank', 'ana').list()).toEqual([])
  })

  it('are at most 50', () => {
    const used = new UsedReplies(aStorage(), 'shop', 'ana')
    for (let n = 0; n < 60; n++) used.add(`${n}`)
    expect(used.list()).toHaveLength(50)
    expect(used.list()[0]).toBe('59')
  })

  it('are none if the storage holds something else', () => {
    const storage = aStorage()
    for (const text of ['{', '7', '{"a":1}']) {
      storage.values.set('interlude.replies.shop.ana', text)
      expect(new UsedReplies(storage, 'shop', 'ana').list()).toEqual([])
    }
  })
})

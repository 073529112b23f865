import { describe, expect, it } from 'vitest'
import { timed } from './waits.ts'

describe('a timed store', () => {
  const given = () => {
    let at = 0
    const calls = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    let n = 0
    const pass = (ms: number) => {
      at += ms
    }
    const store = timed({ load: () => calls[n++]!.promise, name: 'it', close: () => 'closed' }, () => at)
    return { store, calls, pass }
  }

  it('passes on results, errors and other members', async () => {
    const { store, calls } = given()
    calls[0]!.resolve('loaded')
    await expect(store.load()).resolves.toBe('loaded')
    calls[1]!.reject(new Error('no'))
    await expect(store.load()).rejects.toThrow('no')
    expect([store.name, store.close()]).toEqual(['it', 'closed'])
  })

  it('reports the longest recent call, and how long an open call has waited', async () => {
    const { store, calls, pass } = given()
    const first = store.load()
    pass(30)
    calls[0]!.resolve('')
    await first
    const second = store.load()
    pass(10)
    expect(store.longestMs()).toBe(30)
    pass(10)
    expect(store.longestMs()).toBe(20)
    calls[1]!.resolve('')
    await second
    expect(store.longestMs()).toBe(20)
    expect(store.longestMs()).toBe(0)
  })

  it('times one call at a time, and not a call that began meanwhile', async () => {
    const { store, calls, pass } = given()
    const [first, second] = [store.load(), store.load()]
    pass(30)
    calls[0]!.resolve('')
    await first
    expect(store.longestMs()).toBe(30)
    pass(10)
    calls[1]!.resolve('')
    await second
    expect(store.longestMs()).toBe(0)
  })

  it('counts no wait after a call that throws', () => {
    let at = 0
    const store = timed(
      {
        load() {
          throw new Error('no')
        },
      },
      () => at,
    )
    expect(() => store.load()).toThrow('no')
    at = 50
    expect(store.longestMs()).toBe(0)
  })
})

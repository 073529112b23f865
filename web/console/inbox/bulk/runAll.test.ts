import { describe, expect, it } from 'vitest'
import { AT_ONCE, runAll } from './runAll.ts'

describe('requests for several conversations', () => {
  it(`are made at most ${AT_ONCE} at once, and each is reported`, async () => {
    let running = 0
    let most = 0
    const told: number[] = []
    const items = Array.from({ length: 11 }, (_, n) => n)
    const request = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise(resolve => setImmediate(resolve))
      running -= 1
    }
    const results = await runAll(items, request, ({ length }) => told.push(length))
    expect(most).toBe(AT_ONCE)
    expect(told).toEqual(items.map(n => n + 1))
    expect(results.map(({ item }) => item).sort((a, b) => a - b)).toEqual(items)
  })

  it('go on after a refusal, which is a result', async () => {
    const error = new Error('refused')
    const results = await runAll(
      ['a', 'b', 'c'],
      async item => {
        if (item === 'b') throw error
      },
      () => {},
    )
    expect(results.filter(result => 'error' in result)).toEqual([{ item: 'b', error }])
    expect(results).toHaveLength(3)
  })
})

import { describe, expect, it } from 'vitest'
import { retry } from './retry.ts'

function waits() {
  const slept: number[] = []
  return { slept, clock: { sleep: async (ms: number) => void slept.push(ms) } }
}

describe('retry', () => {
  it('returns the first value, and waits before none but the attempts after the first', async () => {
    const { slept, clock } = waits()
    let attempts = 0
    expect(await retry(clock, async () => (++attempts === 3 ? 'done' : undefined))).toBe('done')
    expect([attempts, slept.length]).toEqual([3, 2])
  })

  it('returns undefined after 11 attempts, with waits of at most 2.5 s together', async () => {
    const { slept, clock } = waits()
    let attempts = 0
    expect(await retry(clock, async () => void ++attempts as undefined)).toBeUndefined()
    expect(attempts).toBe(11)
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(2_515)
  })

  it('takes false, zero and an empty text as values', async () => {
    for (const value of [false, 0, '']) expect(await retry(waits().clock, async () => value)).toBe(value)
  })

  it('passes an error on at once', async () => {
    const { slept, clock } = waits()
    await expect(retry(clock, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(slept).toEqual([])
  })
})

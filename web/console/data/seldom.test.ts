import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seldom } from './seldom.ts'

describe('work that is done seldom', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs at once, and once more for all calls in the meantime', () => {
    const work = vi.fn()
    const { ask } = seldom(work, 1_000)
    for (let n = 0; n < 50; n++) ask()
    expect(work).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1_000)
    expect(work).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(5_000)
    expect(work).toHaveBeenCalledTimes(2)
    ask()
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('does not run after it was ended', () => {
    const work = vi.fn()
    const { ask, end } = seldom(work, 1_000)
    ask()
    ask()
    end()
    vi.advanceTimersByTime(5_000)
    expect(work).toHaveBeenCalledTimes(1)
  })
})

import { describe, expect, it } from 'vitest'
import { START, seconds } from '../test/support/clock.ts'
import { Pace } from './pace.ts'

const rate = { burst: 3, everyMs: seconds(10) }

function takes(pace: Pace, count: number, now = START, name = 'a'): void {
  for (let n = 0; n < count; n++) pace.take(name, now)
}

describe('a pace', () => {
  it('lets a burst through at once, then one call every ten seconds', () => {
    const pace = new Pace(rate)
    for (let n = 0; n < 3; n++) {
      expect(pace.waitMs('a', START)).toBe(0)
      takes(pace, 1)
    }
    expect(pace.waitMs('a', START)).toBe(seconds(10))
    expect(pace.waitMs('a', START + seconds(10) - 1)).toBe(1)
    expect(pace.waitMs('a', START + seconds(10))).toBe(0)
    takes(pace, 1, START + seconds(10))
    expect(pace.waitMs('a', START + seconds(10))).toBe(seconds(10))
  })

  it('lets the whole burst through again after a rest, and no more', () => {
    const pace = new Pace(rate)
    takes(pace, 3)
    takes(pace, 3, START + seconds(1000))
    expect(pace.waitMs('a', START + seconds(1000))).toBe(seconds(10))
  })

  it('counts each name separately', () => {
    const pace = new Pace(rate)
    takes(pace, 3)
    expect(pace.waitMs('b', START)).toBe(0)
  })

  it('counts nothing when it is only asked for the wait', () => {
    const pace = new Pace(rate)
    for (let n = 0; n < 10; n++) pace.waitMs('a', START)
    expect(pace.waitMs('a', START)).toBe(0)
    expect(pace.size).toBe(0)
  })

  it('makes a caller wait no longer than usual if the clock was set back', () => {
    const pace = new Pace(rate)
    takes(pace, 3, START + seconds(3600))
    expect(pace.waitMs('a', START)).toBe(seconds(10))
  })

  it('forgets names that have made no call for a while', () => {
    const pace = new Pace(rate)
    for (let n = 0; n < 1_000; n++) pace.take(`name ${n}`, START + n * seconds(1))
    expect(pace.size).toBeLessThanOrEqual(11)
  })
})

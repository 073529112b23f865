import { describe, expect, it } from 'vitest'
import type { Figures } from './figures.ts'
import { badFigures } from './judge.ts'

const good: Figures = {
  capacity: 100,
  offeredTimes: 10,
  sentTimes: 9,
  goodput: 1,
  acknowledged: 300,
  refused: 2_700,
  others: {},
  refusedWithoutRetryAfter: 0,
  acknowledgedMs: { median: 500, p99: 900, max: 1_000 },
  refusedMs: { median: 100, p99: 900, max: 1_000 },
  pauseMs: { median: 100, p99: 500, max: 500 },
  controls: 30,
  controlsFailed: 0,
  recoveredMs: 3,
  afterwards: 1,
  megabytesBefore: 200,
  megabytesPeak: 300,
  growthAtTheEnd: 1,
}

describe('the figures of an overload', () => {
  it('cause no complaint if all are within their limits', () => {
    expect(badFigures(good)).toEqual([])
  })

  it.each<[Partial<Figures>, RegExp]>([
    [{ acknowledged: 0 }, /nothing is acknowledged/],
    [{ refused: 0 }, /nothing is refused/],
    [{ others: { 'status 0': 7 } }, /7 × status 0/],
    [{ refusedWithoutRetryAfter: 1 }, /Retry-After/],
    [{ refusedMs: { median: 4_000, p99: 5_000, max: 5_500 } }, /as a rule/],
    [{ refusedMs: { median: 10, p99: 9_000, max: 9_000 } }, /one refusal in a hundred/],
    [{ controlsFailed: 2 }, /2 commands of agents failed/],
    [{ controls: 0 }, /commands of agents/],
    [{ pauseMs: { median: 10, p99: 6_000, max: 6_000 } }, /a pause takes 6000 ms/],
    [{ recoveredMs: 6_000 }, /recovers after 6000 ms/],
    [{ megabytesPeak: 700 }, /from 200 to 700 MB/],
    [{ growthAtTheEnd: 1.5 }, /still grows/],
  ])('cause a complaint with %j', (change, story) => {
    expect(badFigures({ ...good, ...change }).join()).toMatch(story)
  })
})

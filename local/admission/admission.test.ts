import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quietLog } from '../gateway/test-gateway.ts'
import { type Admission, createAdmission, LANES, type Lane } from './admission.ts'

const limits = { people: 3, pauses: 2, signals: 2, users: 40, usersAtLeast: 4, waitMs: 100 }
const LOOK_MS = 50

let wait = 0
let admission: Admission
let log: ReturnType<typeof quietLog>

beforeEach(() => {
  vi.useFakeTimers()
  wait = 0
  log = quietLog()
  admission = createAdmission(
    () => wait,
    log,
    limits,
    () => Date.now(),
  )
})
afterEach(() => {
  admission.close()
  vi.useRealTimers()
})

const come = (lane: Lane, count: number) =>
  Array.from({ length: count }, () => admission.enter(lane)).filter(Boolean).length
const go = (lane: Lane, count: number) => {
  for (let n = 0; n < count; n++) admission.leave(lane)
}
const looks = (count: number) => vi.advanceTimersByTime(count * LOOK_MS)

describe('admission', () => {
  it('admits up to the limit of each lane, and more as others leave', () => {
    expect(come('users', 41)).toBe(40)
    expect(come('people', 4)).toBe(3)
    go('users', 2)
    expect(come('users', 3)).toBe(2)
  })

  it('admits people during a flood of users', () => {
    come('users', 1_000)
    wait = 10_000
    looks(100)
    expect(come('users', 1)).toBe(0)
    expect(come('people', 3)).toBe(3)
  })

  it('limits each lane on its own', () => {
    for (const flooded of LANES) come(flooded, 1_000)
    for (const lane of LANES) {
      expect(come(lane, 1)).toBe(0)
      go(lane, 1)
      expect(LANES.map(each => come(each, 1))).toEqual(LANES.map(each => (each === lane ? 1 : 0)))
    }
  })

  it('counts a held place against its lane, even above the limit, until it is released once', () => {
    come('users', 40)
    const place = admission.hold()
    go('users', 1)
    expect(admission.hasRoom('users')).toBe(false)
    expect(come('users', 1)).toBe(0)
    place.free()
    place.free()
    expect(admission.hasRoom('users')).toBe(true)
    expect(come('users', 2)).toBe(1)
  })

  it('counts work that waits for a slow bot against the full limit alone', () => {
    const places = Array.from({ length: 30 }, () => admission.hold())
    for (const place of places) place.waits(true)
    wait = 10_000
    looks(20)
    expect(come('users', 40)).toBe(4)
    go('users', 4)
    wait = 0
    looks(20)
    expect(come('users', 40)).toBe(10)
    go('users', 10)
    for (const place of places) place.free()
    expect(come('users', 41)).toBe(40)
  })

  it('counts work again once its bot has answered', () => {
    const place = admission.hold()
    place.waits(true)
    wait = 10_000
    looks(20)
    place.waits(false)
    expect(come('users', 40)).toBe(3)
    place.free()
    place.waits(true)
    expect(come('users', 40)).toBe(1)
  })

  it('takes no place if it is only asked whether there is room', () => {
    for (let n = 0; n < 10; n++) expect(admission.hasRoom('people')).toBe(true)
    expect(come('people', 4)).toBe(3)
  })

  it('lowers the limit of users while waits are long, but never below usersAtLeast', () => {
    come('users', 40)
    wait = 150
    looks(3)
    go('users', 40)
    expect(come('users', 40)).toBe(28)
    looks(20)
    go('users', 28)
    expect(come('users', 40)).toBe(4)
  })

  it('ignores a short time of waiting, and reacts at once to a very long wait', () => {
    come('users', 40)
    wait = 150
    looks(2)
    wait = 0
    looks(1)
    go('users', 40)
    expect(come('users', 40)).toBe(40)
    wait = 400
    looks(1)
    go('users', 40)
    expect(come('users', 40)).toBe(28)
  })

  it('restores the limit once waits are short', () => {
    come('users', 40)
    wait = 1_000
    looks(10)
    go('users', 40)
    wait = 0
    looks(20)
    expect(come('users', 41)).toBe(40)
  })

  it('keeps the limit while many requests are open but none waits', () => {
    come('users', 39)
    looks(200)
    expect(come('users', 1)).toBe(1)
  })

  it('stops its timer while no request is open', () => {
    come('users', 1)
    go('users', 1)
    looks(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('logs the number of refused requests, in one line per interval', () => {
    come('users', 140)
    looks(400)
    expect(log.lines.filter(line => line.includes('refused requests'))).toEqual([
      expect.stringContaining('"turnedAway":100'),
    ])
  })

  it('spreads retries over 1 to 3 seconds', () => {
    expect([1, 2, 3, 4].map(() => admission.retryAfterSeconds())).toEqual([1, 2, 3, 1])
  })
})

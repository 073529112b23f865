import { describe, expect, it } from 'vitest'
import { endsFrom, fieldValue, isInReach } from './ends.ts'

/** 2026-01-05 is a Monday. */
const local = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute).getTime()

describe('the offered ends of a snooze', () => {
  it('are in an hour, and at nine on the next day and the next Monday', () => {
    const wednesday = local(7, 15, 20)
    expect(endsFrom(wednesday)).toEqual({ hour: local(7, 16, 20), tomorrow: local(8, 9), monday: local(12, 9) })
    expect(endsFrom(local(5, 1))).toMatchObject({ tomorrow: local(6, 9), monday: local(12, 9) })
  })

  it('name no Monday on a Sunday', () => {
    expect(endsFrom(local(11, 10))).toEqual({ hour: local(11, 11), tomorrow: local(12, 9) })
  })
})

describe('a chosen end of a snooze', () => {
  it('is in the future, and at most 30 days ahead', () => {
    const now = local(5, 9)
    expect([now, now + 1, local(35, 9), local(35, 9) + 1].map(at => isInReach(at, now))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isInReach(Number.NaN, now)).toBe(false)
  })

  it('is written as the clock of the agent shows it', () => {
    expect(fieldValue(local(6, 9, 5))).toBe('2026-01-06T09:05')
    expect(new Date(fieldValue(local(6, 9, 5))).getTime()).toBe(local(6, 9, 5))
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoTime } from './time.ts'

it('isoTime formats a time like Date.toISOString', () => {
  const days = fc.date({ noInvalidDate: true }).map(date => date.getTime())
  const nearby = fc.double({ min: -200_000_000, max: 200_000_000, noNaN: true }).map(ms => Date.UTC(2026, 10, 26) + ms)
  fc.assert(
    fc.property(fc.array(fc.oneof(days, nearby), { minLength: 1 }), times => {
      expect(times.map(isoTime)).toEqual(times.map(at => new Date(at).toISOString()))
    }),
  )
})

it('isoTime throws a RangeError for an invalid time', () => {
  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 86_400_000])
    expect(() => isoTime(at)).toThrow(RangeError)
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z')
})

import { expect, test, vi } from 'vitest'
import { clockTime, dayName, fullTime } from './times.ts'

const NOW = new Date(2026, 0, 15, 10).getTime()
const day = (year: number, month: number, date: number) => new Date(year, month, date, 23).getTime()

test("dayName names a day in the reader's language, recent days as today or yesterday", () => {
  expect(dayName(day(2026, 0, 15), NOW, 'en')).toBe('Today')
  expect(dayName(day(2026, 0, 14), NOW, 'de')).toBe('Gestern')
  expect(dayName(day(2026, 0, 12), NOW, 'en')).toBe('Monday, January 12')
  expect(dayName(day(2026, 0, 14), NOW, 'en-GB')).toBe('Yesterday')
  expect(dayName(day(2025, 1, 3), NOW, 'en-GB')).toMatch(/^Monday,? 3 February 2025$/)
  expect(dayName(day(2025, 11, 31), NOW, 'fr')).toBe('mercredi 31 décembre 2025')
})

test("clockTime writes a time of day in the reader's format", () => {
  const morning = new Date(2026, 0, 15, 6, 5).getTime()
  expect(['en-GB', 'de', 'fr'].map(language => clockTime(morning, language))).toEqual(['06:05', '06:05', '06:05'])
  expect(clockTime(morning, 'en-US')).toMatch(/^6:05\sAM$/)
})

test('clockTime, fullTime and dayName make each format once', () => {
  const formats = vi.spyOn(Intl, 'DateTimeFormat')
  const write = () => [clockTime(NOW, 'sv'), fullTime(NOW, 'sv'), dayName(day(2025, 1, 3), NOW, 'sv')]
  const first = write()
  expect(formats).toHaveBeenCalledTimes(first.length)
  expect(write()).toEqual(first)
  expect(formats).toHaveBeenCalledTimes(first.length)
})

import { expect, it } from 'vitest'
import { en } from '../texts/en.ts'
import { dayInWords } from './days.ts'

it('names a day as people do', () => {
  const now = new Date(2026, 2, 4, 12).getTime()
  const day = (...date: [number, number, number]) =>
    dayInWords(new Date(...date, 9).toISOString(), now, 'en-GB', en.log)
  expect(day(2026, 2, 4)).toBe('Today')
  expect(day(2026, 2, 3)).toBe('Yesterday')
  expect(day(2026, 1, 3)).toMatch(/^Tuesday,? 3 February$/)
  expect(day(2025, 2, 4)).toMatch(/2025/)
})

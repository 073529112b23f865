import { expect, it } from 'vitest'
import { changeText, durationText, valueText } from './values.ts'

it.each([
  [0, '0 s'],
  [41_400, '41 s'],
  [92_000, '1 min 32 s'],
  [120_000, '2 min'],
  [3_600_000, '1 h'],
  [3_905_000, '1 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('writes %i ms as %s', (ms, text) => {
  expect(durationText(ms).replaceAll('\u00a0', ' ')).toBe(text)
})

it('writes each figure in the language, and a dash for none', () => {
  expect(valueText(1234, 'handoffs', 'de')).toBe('1.234')
  expect(valueText(3.75, 'rating', 'fr')).toBe('3,8')
  expect(valueText(undefined, 'waiting', 'en')).toBe('–')
})

it('writes a change in percent, unless there was nothing before', () => {
  expect(changeText(112, 100, 'en')).toBe('+12%')
  expect(changeText(100, 100, 'en')).toBe('0%')
  expect(changeText(1, 0, 'en')).toBeUndefined()
  expect(changeText(undefined, 1, 'en')).toBeUndefined()
})

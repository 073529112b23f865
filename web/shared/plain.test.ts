import { expect, test } from 'vitest'
import { initials } from './plain.ts'

test('initials returns at most two letters of a name', () => {
  expect(initials('Ana Ruiz')).toBe('AR')
  expect(initials('ana maria ruiz')).toBe('AR')
  expect(initials('ñandú')).toBe('Ñ')
  expect(initials('王小明')).toBe('王')
  expect(initials('😀')).toBe('')
  expect(initials('<script>alert(1)</script>')).toBe('SS')
})

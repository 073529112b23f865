import { expect, test } from 'vitest'
import { initials, plainText } from './plain.ts'

test('takes out of a text what would turn the words after it', () => {
  expect(plainText('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
  expect(plainText('a\nb\tc\u0007')).toBe('a\nb\tc')
  expect(plainText('שלום \u2067abc\u2069')).toBe('שלום \u2067abc\u2069')
})

test('gives a name at most two letters', () => {
  expect(initials('Ana Ruiz')).toBe('AR')
  expect(initials('ana maria ruiz')).toBe('AR')
  expect(initials('ñandú')).toBe('Ñ')
  expect(initials('王小明')).toBe('王')
  expect(initials('😀')).toBe('')
  expect(initials('<script>alert(1)</script>')).toBe('SS')
})

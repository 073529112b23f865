import { expect, test } from 'vitest'
import { initials, plainText } from './plain.ts'

test('plainText removes control characters and marks that reverse the text after them, and keeps isolates', () => {
  expect(plainText('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
  expect(plainText('a\nb\tc\u0007')).toBe('a\nb\tc')
  expect(plainText('שלום \u2067abc\u2069')).toBe('שלום \u2067abc\u2069')
})

test('initials returns at most two letters of a name', () => {
  expect(initials('Ana Ruiz')).toBe('AR')
  expect(initials('ana maria ruiz')).toBe('AR')
  expect(initials('ñandú')).toBe('Ñ')
  expect(initials('王小明')).toBe('王')
  expect(initials('😀')).toBe('')
  expect(initials('<script>alert(1)</script>')).toBe('SS')
})

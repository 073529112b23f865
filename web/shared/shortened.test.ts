import { expect, test } from 'vitest'
import { shortened } from './shortened.ts'

test('shortened keeps a short text, and the ends of a longer one', () => {
  expect(shortened('invoice.pdf', { max: 11, kept: 5 })).toBe('invoice.pdf')
  expect(shortened('invoices.pdf', { max: 11, kept: 5 })).toBe('invoi…s.pdf')
  expect(shortened('🏕🏕🏕🏕', { max: 3, kept: 1 })).toBe('🏕…🏕')
})

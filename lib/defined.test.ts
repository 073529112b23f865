import { expect, it } from 'vitest'
import { defined } from './defined.ts'

it('leaves out fields whose value is undefined', () => {
  const name: string | undefined = undefined
  expect(Object.keys(defined({ id: 1, name, label: 'a' }))).toEqual(['id', 'label'])
})

it('keeps every other value, null and empty ones included', () => {
  const fields = { zero: 0, empty: '', no: false, nothing: null, list: [] }
  expect(defined(fields)).toEqual(fields)
})

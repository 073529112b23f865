import { expect, it } from 'vitest'
import { marked } from './marked.ts'

const shown = (text: string, ...places: [from: number, to: number][]) =>
  marked(
    text,
    places.map(([from, to]) => ({ from, to })),
  )
    .map(({ text: part, isMarked }) => (isMarked ? `[${part}]` : part))
    .join('|')

it('marked cuts a text at its ranges, even if they are unordered or out of bounds', () => {
  expect(shown('a parcel came', [2, 8])).toBe('a |[parcel]| came')
  expect(shown('parcel', [0, 6])).toBe('[parcel]')
  expect(shown('abcdef', [4, 5], [0, 1])).toBe('[a]|bcd|[e]|f')
  expect(shown('abcdef', [0, 4], [2, 6], [9, 12])).toBe('[abcd]|[ef]')
  expect(shown('abc')).toBe('abc')
  expect(shown('')).toBe('')
})

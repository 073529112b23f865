import { describe, expect, it } from 'vitest'
import { typedBefore } from './typed.ts'

const typed = (text: string, trigger = '/') => {
  const caret = text.indexOf('|')
  return typedBefore(text.replace('|', ''), caret, trigger)
}

describe('the trigger of canned replies', () => {
  it.each([
    ['/|', { at: 0, query: '' }],
    ['/hel|lo', { at: 0, query: 'hel' }],
    ['Yes. /opening hours|', { at: 5, query: 'opening hours' }],
    ['first line\n/x|', { at: 11, query: 'x' }],
    ['/a /b|', { at: 3, query: 'b' }],
    ['/a/b|', { at: 0, query: 'a/b' }],
  ])('opens the list at the start and after a space: %s', (text, expected) => {
    expect(typed(text)).toEqual(expected)
  })

  it.each(['and/or|', '5 / 10|', 'https://shop.example|', '/hello\n|', '|/hello', '', ' |'])(
    'opens no list within words and before numbers: %s',
    text => {
      expect(typed(text)).toBeUndefined()
    },
  )

  it('may be a character of two units', () => {
    expect(typed('Hi 😀he|', '😀')).toEqual({ at: 3, query: 'he' })
  })
})

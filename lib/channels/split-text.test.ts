import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortened, splitText } from './split-text.ts'

const FAMILY = '👩‍👩‍👧‍👦'
const together = (parts: readonly string[]) => parts.join('').replace(/\s/g, '')

describe('splitText', () => {
  it('keeps a text that fits', () => {
    expect(splitText('x'.repeat(20), 20)).toEqual(['x'.repeat(20)])
  })

  it('cuts at the end of a paragraph that ends near, or else at the end of a word', () => {
    expect(splitText('one two three four\nI see six', 20)).toEqual(['one two three four', 'I see six'])
    expect(splitText('one\ntwo three four five six', 20)).toEqual(['one\ntwo three four', 'five six'])
    expect(splitText(`${'x'.repeat(20)} y`, 20)).toEqual(['x'.repeat(20), 'y'])
  })

  it('cuts a word that is longer than a part, and never inside a character', () => {
    expect(splitText('x'.repeat(45), 20)).toEqual(['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)])
    expect(splitText(FAMILY.repeat(3), 25)).toEqual([FAMILY.repeat(2), FAMILY])
    expect(splitText(`ab${'é'.repeat(10)}`.normalize('NFD'), 5)).toEqual(
      ['abé', 'éé', 'éé', 'éé', 'éé', 'é'].map(each => each.normalize('NFD')),
    )
  })

  it('cuts a character that is longer than a part between its code points', () => {
    const parts = splitText(`Z${'\u0351'.repeat(100)}`, 30)
    expect(parts.map(({ length }) => length)).toEqual([30, 30, 30, 11])
    expect(splitText('\u{1d165}'.repeat(4), 3).every(part => part.isWellFormed())).toBe(true)
  })

  it('leaves out blank parts', () => {
    expect(splitText(' \n ', 20)).toEqual([])
    expect(splitText(`one${' '.repeat(100)}two`, 20)).toEqual(['one', 'two'])
  })

  it('loses no words of any text, and no part is blank or too long', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(FAMILY, ' ', '\n', 'e\u0301', '\u200d', '\u0351', '🇩🇪', 'word '),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 200 }), fc.integer({ min: 2, max: 60 }), (units, max) => {
        const text = units.join('')
        const parts = splitText(text, max)
        expect(together(parts)).toBe(together([text]))
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(max)
        for (const part of parts) expect(part.trim()).not.toBe('')
        for (const part of parts) expect(part.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('shortened', () => {
  it('marks what it cuts, between characters', () => {
    expect(shortened('twelve chars', 12)).toBe('twelve chars')
    expect(shortened('twelve charms', 12)).toBe('twelve char…')
    expect(shortened('twelve  charms', 9)).toBe('twelve…')
    expect(shortened(`a${FAMILY}b`, 12)).toBe('a…')
  })
})

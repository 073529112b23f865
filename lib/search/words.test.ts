import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, partsOf } from './fold.ts'
import { phoneOf } from './phone.ts'
import { matches, soughtBy, wordsOf } from './words.ts'

const wordsOfName = (fullName: string) => wordsOf({ userId: '#', user: { fullName } }).filter(word => word !== '#')
const text = fc.string({ unit: 'binary', maxLength: 40 })
const name = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), text)

describe('folding', () => {
  it('does not change a folded text', () => {
    fc.assert(
      fc.property(text, given => void expect(fold(fold(given))).toBe(fold(given))),
      { numRuns: 2_000 },
    )
  })

  it('folds both sharp s alike', () => {
    expect(['Straße', 'STRAẞE', 'STRASSE'].map(fold)).toEqual(['strasse', 'strasse', 'strasse'])
  })

  it('returns well-formed text without control characters, outer spaces or double spaces', () => {
    fc.assert(
      fc.property(text, given => {
        const folded = fold(given)
        expect(folded.isWellFormed()).toBe(true)
        expect(folded).not.toMatch(/\p{Cc}|^ | $| {2}/u)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps the vowel signs by which names differ, and drops tones', () => {
    expect(fold('สุดา')).not.toBe(fold('สดา'))
    expect(fold('राजू')).not.toBe(fold('राजा'))
    expect(fold('ก้อง')).toBe(fold('กอง'))
  })
})

describe('the words of a name', () => {
  it('are its parts, each joined with the rest up to the next space', () => {
    expect(wordsOfName("Anne-Marie O'Neil")).toEqual(['annemarie', 'marie', 'oneil', 'neil'])
    expect(wordsOfName('山田 太郎 Bo')).toEqual(['山田太郎', '太郎', 'bo'])
    expect(wordsOfName('😀 (…) "!"')).toEqual([])
  })

  it('are 8 at most, of 100 characters at most', () => {
    expect(wordsOfName('a b c d e f g h i j')).toHaveLength(8)
    expect(wordsOfName('x'.repeat(200))).toEqual(['x'.repeat(100)])
  })

  it('are found by each prefix of each part of any name', () => {
    fc.assert(
      fc.property(name, fc.nat(), (fullName, at) => {
        const words = wordsOfName(fullName)
        for (const part of partsOf(fold(fullName)).slice(0, 8)) {
          const characters = [...part]
          const prefix = characters.slice(0, 1 + (at % characters.length)).join('')
          expect(words.some(word => word.startsWith(prefix.slice(0, 100)))).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a search query', () => {
  it('finds a user by their exact name', () => {
    fc.assert(
      fc.property(name, fullName => {
        fc.pre(partsOf(fold(fullName)).length > 0)
        expect(matches(wordsOf({ userId: '#', user: { fullName } }), soughtBy(fullName))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('finds a user by their exact id', () => {
    fc.assert(
      fc.property(text, userId => {
        fc.pre(fold(userId) !== '')
        expect(matches(wordsOf({ userId, user: {} }), soughtBy(userId))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('becomes one list of prefixes, and for several words another one with the whole text', () => {
    expect(soughtBy('maria')).toEqual([['maria']])
    expect(soughtBy('4917')).toEqual([['4917']])
    expect(soughtBy('Maria  ma Silva')).toEqual([['maria', 'silva'], ['maria ma silva']])
  })

  it.each(['', ' ', '\u200f\u200b', '\u00ad', '\u3164'])(
    'becomes no prefixes if it has no visible characters: %j',
    given => {
      expect(soughtBy(given)).toEqual([])
    },
  )
})

describe('a telephone number', () => {
  it.each([
    ['+49 170 1234567', '491701234567'],
    ['0049-170/123.45.67', '491701234567'],
    ['+49 (0)170 1234567', '491701234567'],
    ['491701234567@s.whatsapp.net', '491701234567@s.whatsapp.net'],
    ['whatsapp:+14155238886', '14155238886'],
    ['491701234567:12@s.whatsapp.net', '491701234567:12@s.whatsapp.net'],
    ['00123', '00123'],
  ])('is read from %s as %s', (given, expected) => {
    expect(phoneOf(fold(given))).toBe(expected)
  })

  it.each(['', '+', '()', 'maria', '4b1f8a0e', 'user-4711', '12a', 'maria@example.org'])(
    'is not read from %j',
    given => {
      expect(phoneOf(fold(given))).toBeUndefined()
    },
  )
})

import { describe, expect, it } from 'vitest'
import { hasWords, snippetOf, wordsSought } from './found-words.ts'

const finds = (query: string, text: string) => hasWords(text, wordsSought(query))
/** The parts of the text that are marked. */
const marked = (query: string, text: string) => {
  const { text: snippet, highlights } = snippetOf(text, wordsSought(query))
  return highlights.map(({ from, to }) => snippet.slice(from, to))
}

describe('the search for words in a message', () => {
  it.each([
    ['refund', 'I want a refund.'],
    ['REF', 'I want a refund.'],
    ['refund want', 'I want a refund.'],
    ['zoe', 'Zoë called'],
    ['strasse', 'Königstraße 5, an der Straße'],
    ['№5', 'no5'],
    ['12,50', 'it was 12,50 €'],
    ['#1234', 'order (#1234)'],
    ['name@example', 'write to name@example.org'],
    ['東京', '私は東京に住んでいます'],
    ['หมา', 'แมวและหมา'],
    ['café', 'CAFÉ'],
    ['١٢', 'order 123'],
  ])('finds %s in %j', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each([
    ['fund', 'I want a refund.'],
    ['refund money', 'I want a refund.'],
    ['и', 'Maria'],
    ['', 'Maria'],
    ['\u200b\u202e', 'Maria'],
  ])('does not find %j in %j', (query, text) => {
    expect(wordsSought(query).length > 0 && finds(query, text)).toBe(false)
  })
})

describe('a snippet', () => {
  it('marks the words at their places in the original text', () => {
    expect(marked('strasse', 'in der Königstraße, der STRASSE und der Straße')).toEqual(['STRASSE', 'Straße'])
    expect(marked('zoe', 'Zoe\u0308 and Zoë')).toEqual(['Zoe\u0308', 'Zoë'])
    expect(marked('s', 'ß')).toEqual(['ß'])
    expect(marked('東京', '私は東京に')).toEqual(['東京'])
    expect(marked('want ref', 'I  want\n\ta refund')).toEqual(['want', 'ref'])
    expect(marked('😀', 'a 👍😀😀')).toEqual(['😀😀'])
  })

  it('marks overlapping words once', () => {
    expect(marked('re refund', 'a refund')).toEqual(['refund'])
  })

  it('is one line around the first match, cut between characters', () => {
    const text = `${'😀'.repeat(200)} my\nrefund ${'👍'.repeat(200)}`
    const { text: snippet, highlights } = snippetOf(text, ['refund'])
    expect(snippet).toMatch(/^….* my refund .*…$/u)
    expect(snippet.isWellFormed()).toBe(true)
    expect(snippet.length).toBeLessThanOrEqual(162)
    expect(highlights.map(({ from, to }) => snippet.slice(from, to))).toEqual(['refund'])
  })

  it('replaces direction marks and line separators by spaces', () => {
    expect(snippetOf('a \u202erefund\u2029 b', ['refund']).text).toBe('a  refund  b')
  })

  it('begins with the text if none of the words is in it', () => {
    expect(snippetOf('nothing here', ['elsewhere'])).toEqual({ text: 'nothing here', highlights: [] })
  })

  it('contains a word from the end of 18,000 characters in many scripts', () => {
    const text = `${'Äöß ﷺ 東京 '.repeat(2_000)} needle`
    const { text: snippet } = snippetOf(text, ['needle'])
    expect(snippet).toContain('needle')
  })
})

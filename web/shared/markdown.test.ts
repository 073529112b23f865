import { describe, expect, test } from 'vitest'
import { type Inline, type Line, readLine, readMarkdown, readPlain } from './markdown.ts'

const wordsOf = (line: Line): string => line.map(wordsOfPiece).join('')
const wordsOfPiece = (piece: Inline): string =>
  piece.type === 'link' ? piece.words : 'of' in piece ? wordsOf(piece.of) : piece.text

describe('the marks within a line', () => {
  test('become emphasis, code and links', () => {
    expect(readLine('**bold** and *soft*, `code`, [our shop](https://shop.example/)')).toEqual([
      { type: 'strong', of: [{ type: 'text', text: 'bold' }] },
      { type: 'text', text: ' and ' },
      { type: 'emphasis', of: [{ type: 'text', text: 'soft' }] },
      { type: 'text', text: ', ' },
      { type: 'code', text: 'code' },
      { type: 'text', text: ', ' },
      { type: 'link', href: 'https://shop.example/', words: 'our shop' },
    ])
  })

  test('stay text within words and formulas', () => {
    for (const text of ['a_file_name.txt', '2 * 3 * 4', 'a*b*c', 'no ** mark', '5 > 3', '~ 5 km ~']) {
      expect(readLine(text), text).toEqual([{ type: 'text', text }])
    }
  })

  test('end a URL before the punctuation of its sentence', () => {
    expect(readLine('See https://shop.example/a_(b).')).toEqual([
      { type: 'text', text: 'See ' },
      { type: 'link', href: 'https://shop.example/a_(b)', words: 'https://shop.example/a_(b)' },
      { type: 'text', text: '.' },
    ])
  })

  test('leave only the text of an unsafe link', () => {
    expect(readLine('[click](javascript:alert(1)) [here](data:text/html,x)')).toEqual([
      { type: 'text', text: 'click' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'here' },
    ])
  })

  test("are ignored in a user's text, in which only URLs become links", () => {
    expect(readPlain('**a** https://shop.example')).toEqual([
      { type: 'text', text: '**a** ' },
      { type: 'link', href: 'https://shop.example/', words: 'https://shop.example' },
    ])
  })
})

describe('a text', () => {
  test('is parsed into paragraphs, lists, quotes, headings and code', () => {
    expect(
      readMarkdown('# Prices\nOne\nTwo\n\n- a\n- b\n3. c\n> said\n```\n<b>\n```').map(block => block.type),
    ).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code'])
  })

  test('keeps HTML as text', () => {
    const html = '<img src=x onerror=alert(1)> <script>alert(1)</script>'
    expect(readMarkdown(html)).toEqual([{ type: 'paragraph', lines: [[{ type: 'text', text: html }]] }])
  })

  test.each(['*', '**', '_', '`', '[', '](', '[a](', '~~', '> ', '- ', '**a', 'https://', '*a '])(
    'of 24 KB of %j is read to its end',
    unit => {
      const text = unit.repeat(24_000 / unit.length)
      const blocks = readMarkdown(text)
      expect(blocks.length).toBeGreaterThan(0)
      expect(wordsOf(readLine(text)).length).toBeGreaterThan(0)
    },
  )
})

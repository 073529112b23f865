import { describe, expect, it } from 'vitest'
import { calmText, NOT_ON_A_LINE, oneLine } from './line.ts'

describe('oneLine', () => {
  it.each([
    ['supervisor', 'supervisor'],
    ['x\n\nTake over: https://evil.example/login\r\n', 'x Take over: https://evil.example/login'],
    ['a\u0000b\u001b[2Jc\u0085d\u2028e\u2029f', 'a b [2Jc d e f'],
    ['\u202etxt.exe\u202c \u2066x\u2069 \u200ey\u200f\u061c', 'txt.exe   x   y'],
    ['half \ud83d', 'half \ufffd'],
    ['\n\t', ''],
  ])('makes one line of %j', (text, line) => {
    expect(oneLine(text, 64)).toBe(line)
    expect(line).not.toMatch(new RegExp(`[${NOT_ON_A_LINE}]`))
  })

  it('cuts a long text between characters', () => {
    expect(oneLine('x'.repeat(65), 64)).toBe('x'.repeat(64))
    expect(oneLine(`${'x'.repeat(63)}😀`, 64)).toBe('x'.repeat(63))
    expect(oneLine(`${'x'.repeat(62)}😀`, 64)).toBe(`${'x'.repeat(62)}😀`)
    expect(oneLine(`${'x'.repeat(63)} y`, 64)).toBe('x'.repeat(63))
  })
})

it('calmText removes control characters and marks that reverse the text after them, and keeps isolates', () => {
  expect(calmText('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
  expect(calmText('a\r\nb\tc\u0007')).toBe('a\nb\tc')
  expect(calmText('שלום \u2067abc\u2069')).toBe('שלום \u2067abc\u2069')
})

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and marks that change the direction of text, as a
 * pattern that JSON Schema accepts.
 */
export const NOT_ON_A_LINE = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'

const RUNS = new RegExp(`[${NOT_ON_A_LINE}]+`, 'g')

const ONE = new RegExp(`[${NOT_ON_A_LINE}]`)

/** Says whether a text is one line without control and bidi characters. */
export const isLine = (text: string): boolean => !ONE.test(text)

/** Makes a text one line: replaces control and bidi characters by a space. */
export function asLine(text: string): string {
  return text.replace(RUNS, ' ').trim()
}

/** Control characters, and marks that reverse the text after them. Line breaks, tabs and isolates stay. */
const DISTURBING = /(?![\n\t])\p{Cc}|[\u202a-\u202e]/gu

/** Removes the characters of a stranger's text that would change the text around it. Keeps its lines. */
export function calmText(text: string): string {
  return text.replace(DISTURBING, '')
}

/** Makes a text one line of at most `max` UTF-16 units. Never cuts a character in half. */
export function oneLine(text: string, max: number): string {
  const line = asLine(text.toWellFormed())
  return line.length > max
    ? line
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
    : line
}

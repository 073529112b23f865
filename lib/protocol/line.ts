/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and the marks that turn the direction of what follows
 * them. JSON Schema takes the pattern as it stands.
 */
export const NOT_ON_A_LINE = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'

const RUNS = new RegExp(`[${NOT_ON_A_LINE}]+`, 'g')

const ONE = new RegExp(`[${NOT_ON_A_LINE}]`)

/** Whether a text is one line without control and bidi characters. */
export const isLine = (text: string): boolean => !ONE.test(text)

/** A text as one line: a blank takes the place of control and bidi characters. */
export function asLine(text: string): string {
  return text.replace(RUNS, ' ').trim()
}

/** A text as one line of at most `max` UTF-16 units: no control or bidi character, and no half of a character at its end. */
export function oneLine(text: string, max: number): string {
  const line = asLine(text.toWellFormed())
  return line.length > max
    ? line
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
    : line
}

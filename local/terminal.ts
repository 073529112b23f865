/**
 * Characters that move a cursor, end a line or reverse the order of the words that follow: C0 except the tab, DEL, C1,
 * the separators of lines and paragraphs, and the marks, embeddings, overrides and isolates of the bidirectional
 * algorithm.
 */
const CONTROLS = /(?!\t)\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/gu

const SYMBOL_FOR_NULL = 0x2400
const SYMBOL_FOR_DELETE = '\u2421'
const REPLACEMENT = '\ufffd'

/**
 * Makes a text one line that is safe to print in a terminal: strangers wrote parts of it. A control character becomes
 * its symbol (`␛`, `␊`), or `�` if it has none.
 */
export function plainLine(text: string): string {
  return text.replace(CONTROLS, character => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(SYMBOL_FOR_NULL + code)
    return code === 0x7f ? SYMBOL_FOR_DELETE : REPLACEMENT
  })
}

/**
 * Writes JSON with the same characters escaped. It parses to the same value, and is safe to print in a terminal. `indent`:
 * spaces of each level; 0 writes one line.
 */
export function plainJson(value: unknown, indent = 0): string {
  const lines = JSON.stringify(value, null, indent).split('\n')
  return lines.map(escaped).join('\n')
}

function escaped(line: string): string {
  return line.replace(CONTROLS, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

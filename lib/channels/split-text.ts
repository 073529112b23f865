/** A part ends with a paragraph if one ends in this last part of the room. */
const NEAR = 1 / 8
const SPACE = /\s/u

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Splits a text into parts of at most `max` UTF-16 units, at the ends of paragraphs and words. Drops the spaces around a
 * cut, and parts of spaces alone. Cuts a word only if it is longer than a part, and then between characters as people see
 * them. Empty if the text is blank.
 *
 * The pieces of an entry (`lib/session/pieces.ts`) are cut by other rules: they count bytes of JSON, and joined they are
 * the text again.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = []
  for (let rest = text.trim(); rest !== ''; ) {
    const end = endOfPart(rest, max)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return parts
}

/** Shortens a text to at most `max` UTF-16 units. A shortened text ends in `…`. */
export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, endOfCharacter(text, max - 1)).trimEnd()}…`
}

function endOfPart(text: string, max: number): number {
  if (text.length <= max) return text.length
  const paragraph = text.lastIndexOf('\n', max)
  if (paragraph > max * (1 - NEAR)) return paragraph
  for (let end = max; end > 0; end--) if (SPACE.test(text.charAt(end))) return end
  return endOfCharacter(text, max)
}

/** More units than a usual character takes, so that the one at a cut is seen whole. */
const CHARACTER_UNITS = 64

/** Returns the last end of a character at `max` or before it. A character that is longer than `max` is cut. */
function endOfCharacter(text: string, max: number): number {
  const start = characters.segment(text.slice(0, max + CHARACTER_UNITS)).containing(max)?.index ?? max
  if (start > 0) return start
  return /[\ud800-\udbff]/.test(text.charAt(max - 1)) && max > 1 ? max - 1 : max
}

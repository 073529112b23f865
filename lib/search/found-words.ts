import { NOT_ON_A_LINE } from '../protocol/line.ts'
import { fold } from './fold.ts'

/** Maximum number of words of a query, as of a name. */
const MAX_WORDS = 8
/** Length of a snippet, and of its part before the first found word, in UTF-16 units. */
const SNIPPET_CHARS = 160
const CHARS_BEFORE = 50

const LETTER = /[\p{L}\p{N}\p{M}]/u
/** Scripts without spaces between words. In them a word may begin anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const NO_LINE = new RegExp(`[\\s${NOT_ON_A_LINE}]`, 'g')

/** A part of a longer text, on one line, and the places of the words in it (UTF-16 units, end exclusive). */
export interface Snippet {
  readonly text: string
  readonly highlights: readonly { readonly from: number; readonly to: number }[]
}

/** The folded words of a query. Empty if it has no visible character. */
export function wordsSought(query: string): readonly string[] {
  const words = fold(query).split(' ').slice(0, MAX_WORDS)
  return [...new Set(words)].filter(word => word !== '')
}

/** Whether each word begins a word of the text, in any order. Both are compared folded, as names are. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const folded = fold(text)
  return words.every(word => placesOf(folded, word).next().done !== true)
}

/** The part of a text around the first found word. */
export function snippetOf(text: string, words: readonly string[]): Snippet {
  const { folded, origins } = foldedByCharacter(text)
  const found = words.flatMap(word =>
    [...placesOf(folded, word)].map(at => ({ from: origins[at] ?? 0, to: endOf(origins, at + word.length - 1) })),
  )
  const merged = withoutOverlaps(found)
  const start = boundary(text, Math.max(0, (merged[0]?.from ?? 0) - CHARS_BEFORE))
  const end = boundary(text, Math.min(text.length, start + SNIPPET_CHARS))
  const before = start > 0 ? '…' : ''
  const shift = before.length - start
  return {
    text: `${before}${text.slice(start, end).replace(NO_LINE, ' ')}${end < text.length ? '…' : ''}`,
    highlights: merged
      .filter(({ from, to }) => from >= start && to <= end)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift })),
  }
}

/** The places at which a word begins in a folded text. */
function* placesOf(folded: string, word: string): Generator<number> {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
  const anywhere = UNSPACED.test(first) || !LETTER.test(first)
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
    if (anywhere || !LETTER.test(characterBefore(folded, at))) yield at
  }
}

function characterBefore(text: string, at: number): string {
  const low = text.slice(Math.max(0, at - 2), at)
  return [...low].at(-1) ?? ''
}

/** Folds the text character by character, and returns for each unit of the fold its place in the text. */
function foldedByCharacter(text: string): { readonly folded: string; readonly origins: readonly number[] } {
  const known = new Map<string, string>()
  const foldedOne = (character: string) => {
    const made = known.get(character) ?? (/[\s\p{Cc}]/u.test(character) ? ' ' : fold(character))
    known.set(character, made)
    return made
  }
  const parts: string[] = []
  const origins: number[] = []
  let at = 0
  let isAfterBlank = true
  for (const character of text) {
    const part = foldedOne(character)
    if (part !== ' ' || !isAfterBlank) {
      parts.push(part)
      for (let unit = 0; unit < part.length; unit++) origins.push(at)
    }
    if (part !== '') isAfterBlank = part === ' '
    at += character.length
  }
  return { folded: parts.join(''), origins: [...origins, at] }
}

/** The end of the character from which a unit of the fold comes, including its accents. */
function endOf(origins: readonly number[], unit: number): number {
  const own = origins[unit] ?? 0
  for (let next = unit + 1; next < origins.length; next++) {
    const origin = origins[next] ?? own
    if (origin > own) return origin
  }
  return own
}

function withoutOverlaps(found: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...found].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** The same place, or the one before if it is inside a surrogate pair. */
function boundary(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at
}

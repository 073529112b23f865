import type { Session } from '../session/session.ts'
import { fold, partsOf } from './fold.ts'
import { phoneOf, phonesSought } from './phone.ts'

/** A name is searched by so many parts, and so is a query; later ones are not looked at. */
const MAX_NAME_PARTS = 8
/** An e-mail is searched by so many parts before its `@`. */
const MAX_EMAIL_PARTS = 4

/** Longer words are told apart by so many first characters: an index's key must not grow without bound. */
const MAX_WORD_CHARS = 100

/** Scripts whose names are written with or without a space between their parts. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{M}ー]+$/u

/** The parts of a session that search looks at. */
export type Searched = Pick<Session, 'userId' | 'user'>

/**
 * A query matches where one of these lists of prefixes does. A list matches a session where each of its prefixes begins
 * a word of the session. No prefix of a list begins another one of it, and the longest stands first.
 */
export type Sought = readonly (readonly string[])[]

/** The words by which a session is found: those of its user's name and e-mail, and the userId as a whole. Folded, each once. */
export function wordsOf({ userId, user }: Searched): readonly string[] {
  const name = fold(user.fullName ?? '')
  const id = fold(userId)
  const nameAsPhone = phoneOf(name)
  const words = [
    ...wordsOfName(name),
    ...(nameAsPhone === undefined ? [] : [nameAsPhone]),
    phoneOf(id) ?? id,
    ...wordsOfEmail(user.email),
  ]
  return [...new Set(words.map(cut))].filter(word => word !== '')
}

/** Reads what somebody typed; asks for nothing if no visible character is in it. */
export function soughtBy(text: string): Sought {
  const whole = fold(text)
  const parts = partsOf(whole).slice(0, MAX_NAME_PARTS)
  const isUnspaced = parts.length > 1 && parts.every(part => UNSPACED.test(part))
  const lists = [
    parts,
    ...(isUnspaced ? [[parts.join('')]] : []),
    // Ids and e-mails are searched by their beginning, punctuation included.
    [whole],
    ...phonesSought(whole).map(phone => [phone]),
  ]
  const distinct = new Map(lists.map(list => [JSON.stringify(withoutImplied(list)), withoutImplied(list)]))
  return [...distinct.values()].filter(list => list.length > 0)
}

/** Whether a session with these words is one that is sought. */
export function matches(words: readonly string[], sought: Sought): boolean {
  return sought.some(list => list.every(prefix => words.some(word => word.startsWith(prefix))))
}

/**
 * Each part of a name with all that follows it up to the next space: `anne-marie o'neil` gives `annemarie`, `marie`, `oneil`,
 * `neil`. So each part is found, and the name is found written in one, by as many words as there are parts.
 */
function wordsOfName(folded: string): readonly string[] {
  const words = chunksOf(folded).flatMap(parts => parts.map((_, index) => parts.slice(index).join('')))
  return words.slice(0, MAX_NAME_PARTS)
}

/** The parts that belong together: no space is between them, or they are of a script that does without. */
function chunksOf(folded: string): readonly (readonly string[])[] {
  const chunks: string[][] = []
  for (const parts of folded.split(' ').map(partsOf)) {
    const before = chunks.at(-1)
    const joins = [...(before ?? []), ...parts].every(part => UNSPACED.test(part))
    if (before && joins) before.push(...parts)
    else chunks.push([...parts])
  }
  return chunks
}

/** The e-mail as a whole, and the later parts of what stands before its `@`: the whole begins with the first one. */
function wordsOfEmail(email: string | undefined): readonly string[] {
  if (email === undefined) return []
  const whole = fold(email)
  const [local = ''] = whole.split('@')
  return [whole, ...partsOf(local).slice(1, MAX_EMAIL_PARTS)]
}

/** Without those that another one begins with, which finds them too. */
function withoutImplied(prefixes: readonly string[]): readonly string[] {
  const cutOnes = [...new Set(prefixes.map(cut))].filter(prefix => prefix !== '')
  const needed = cutOnes.filter(one => !cutOnes.some(other => other !== one && other.startsWith(one)))
  return needed.sort((a, b) => b.length - a.length)
}

function cut(word: string): string {
  return word.length > MAX_WORD_CHARS ? [...word].slice(0, MAX_WORD_CHARS).join('') : word
}

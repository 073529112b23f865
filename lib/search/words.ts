import type { Session } from '../session/session.ts'
import { fold, partsOf } from './fold.ts'
import { phoneOf, phonesSought } from './phone.ts'

/** Maximum number of parts of a name, and of a query. Later ones are ignored. */
const MAX_NAME_PARTS = 8
/** Maximum number of parts of an e-mail before its `@`. */
const MAX_EMAIL_PARTS = 4

/** Longer words are compared by this many first characters, since an index key must be bounded. */
const MAX_WORD_CHARS = 100

/** Scripts whose names are written with or without a space between their parts. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{M}ー]+$/u

/** The parts of a session that are searched. */
export type Searched = Pick<Session, 'userId' | 'user'>

/**
 * A query as lists of prefixes. A list matches a session if each of its prefixes begins a word of the session, and the
 * query matches if one of its lists does. No prefix of a list begins another one in it, and the longest comes first.
 */
export type Sought = readonly (readonly string[])[]

/**
 * The words by which a session is found: those of its user's name and e-mail, and the whole userId. Folded and
 * distinct.
 */
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

/** Parses a query. The result is empty if the query has no visible character. */
export function soughtBy(text: string): Sought {
  const whole = fold(text)
  const parts = partsOf(whole).slice(0, MAX_NAME_PARTS)
  const isUnspaced = parts.length > 1 && parts.every(part => UNSPACED.test(part))
  const lists = [
    parts,
    ...(isUnspaced ? [[parts.join('')]] : []),
    // Ids and e-mails are searched by their beginning, with punctuation.
    [whole],
    ...phonesSought(whole).map(phone => [phone]),
  ]
  const distinct = new Map(lists.map(list => [JSON.stringify(withoutImplied(list)), withoutImplied(list)]))
  return [...distinct.values()].filter(list => list.length > 0)
}

/** Whether a session with these words matches the query. */
export function matches(words: readonly string[], sought: Sought): boolean {
  return sought.some(list => list.every(prefix => words.some(word => word.startsWith(prefix))))
}

/**
 * Joins each part of a name with all parts after it up to the next space: `anne-marie o'neil` gives `annemarie`,
 * `marie`, `oneil`, `neil`. So each part is found, and so is the name written as one word, with no more words than
 * parts.
 */
function wordsOfName(folded: string): readonly string[] {
  const words = chunksOf(folded).flatMap(parts => parts.map((_, index) => parts.slice(index).join('')))
  return words.slice(0, MAX_NAME_PARTS)
}

/**
 * Groups the parts of a name that belong together: those without a space between them, and those of a script that needs
 * none.
 */
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

/** The whole e-mail, and the parts after the first one before its `@`. The whole begins with the first part. */
function wordsOfEmail(email: string | undefined): readonly string[] {
  if (email === undefined) return []
  const whole = fold(email)
  const [local = ''] = whole.split('@')
  return [whole, ...partsOf(local).slice(1, MAX_EMAIL_PARTS)]
}

/** Removes each prefix that begins another one, since the longer one implies it. */
function withoutImplied(prefixes: readonly string[]): readonly string[] {
  const cutOnes = [...new Set(prefixes.map(cut))].filter(prefix => prefix !== '')
  const needed = cutOnes.filter(one => !cutOnes.some(other => other !== one && other.startsWith(one)))
  return needed.sort((a, b) => b.length - a.length)
}

function cut(word: string): string {
  return word.length > MAX_WORD_CHARS ? [...word].slice(0, MAX_WORD_CHARS).join('') : word
}

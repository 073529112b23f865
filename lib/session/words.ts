import type { Session } from './session.ts'

/** So many words of a name are searched by; what stands behind them is not. */
const MAX_NAME_WORDS = 8

/** Longer words are told apart by so many first characters: an index's key must not grow without bound. */
const MAX_WORD_CHARS = 100

/** The words by which a session is found: those of its user's name, and the userId as a whole. Folded, each once. */
export function wordsOf({ userId, user }: Pick<Session, 'userId' | 'user'>): readonly string[] {
  const name = fold(user.fullName ?? '').split(/\s+/u)
  const words = [...name.slice(0, MAX_NAME_WORDS), fold(userId)].map(cut)
  return [...new Set(words)].filter(word => word !== '')
}

/** What somebody typed, as the beginning of a word of `wordsOf`. */
export function searchPrefix(text: string): string {
  return cut(fold(text))
}

/**
 * Text as it is compared: compatible forms and cases are one (`ß` is `ss`, each sigma is the same), accents are kept.
 * Knows no locale, so that every machine makes the same words.
 */
function fold(text: string): string {
  const folded = text.toWellFormed().normalize('NFKC').toUpperCase().toLowerCase()
  return folded.replaceAll('ς', 'σ').normalize('NFKC').trim()
}

function cut(word: string): string {
  return word.length > MAX_WORD_CHARS ? [...word].slice(0, MAX_WORD_CHARS).join('') : word
}

import type { Searched } from '../search/words.ts'

const MAX_NAME_WORDS = 8
const MAX_WORD_CHARS = 100

/**
 * The words by which the first version found a session. They are the keys of the stored items that must be deleted, so
 * do not change how they are made.
 */
export function oldWordsOf({ userId, user }: Searched): readonly string[] {
  const name = fold(user.fullName ?? '').split(/\s+/u)
  const words = [...name.slice(0, MAX_NAME_WORDS), fold(userId)].map(cut)
  return [...new Set(words)].filter(word => word !== '')
}

function fold(text: string): string {
  const folded = text.toWellFormed().normalize('NFKC').toUpperCase().toLowerCase()
  return folded.replaceAll('ς', 'σ').normalize('NFKC').trim()
}

function cut(word: string): string {
  return word.length > MAX_WORD_CHARS ? [...word].slice(0, MAX_WORD_CHARS).join('') : word
}

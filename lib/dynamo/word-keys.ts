import type { SessionId } from '../protocol/ids.ts'
import type { Key } from './table.ts'

/**
 * The key of a word item, by which a session is found: one for each word, in a partition by its first letter, so that
 * one query also finds a single letter. Partitions by two letters would spread names better, but not userIds, which
 * often begin alike. They would also need one more item for the first letter: half of what a new conversation writes.
 */
export function wordKey(botId: string, id: SessionId, word: string): Key {
  return { PK: wordPartition(botId, word), SK: `${word}#${id}` }
}

/** The session's other words, stored with each word, so that DynamoDB can filter a query for several words. */
export const OTHER_WORDS = 'o'
/** Precedes each of the other words. No word contains it. */
const BEFORE_WORD = '\n'
/** Characters stored of each other word: enough for the filter, and the item stays small. */
const MAX_OTHER_CHARS = 40

/**
 * Lists all words except the one at `index`, for the item of that word. Never empty: only items of earlier versions
 * have no list.
 */
export function othersOf(words: readonly string[], index: number): string {
  return words.length < 2
    ? BEFORE_WORD
    : words
        .filter((_, at) => at !== index)
        .map(otherWord)
        .join('')
}

/** The text that `othersOf` contains if one of the other words begins with `prefix`. */
export function otherWord(prefix: string): string {
  return BEFORE_WORD + (prefix.length > MAX_OTHER_CHARS ? [...prefix].slice(0, MAX_OTHER_CHARS).join('') : prefix)
}

/** The partition of the words that begin with `prefix` (at least one letter). */
export function wordPartition(botId: string, prefix: string): string {
  return `FIND#${botId}#${firstLetter(prefix)}`
}

/** The first character, which may take two UTF-16 units. */
function firstLetter(word: string): string {
  return [...word][0] ?? ''
}

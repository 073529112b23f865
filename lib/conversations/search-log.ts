import type { SessionStore } from '../ports/sessions.ts'
import type { Actor, Entry } from '../protocol/entry.ts'
import { hasWords, type Snippet, snippetOf, wordsSought } from '../search/found-words.ts'
import type { Session } from '../session/session.ts'
import { readBounded } from './read-bounded.ts'

/** Bounds of one search of a log. Folding texts blocks the other requests of a single machine. */
const MOST_ENTRIES = 1_000
const MOST_BYTES = 256 * 1024
/** Number of entries of the first read. Each further read has twice as many, since matches are often near the end. */
const FIRST_READ = 100

/** An entry whose text matches the search. */
export interface Found {
  readonly seq: number
  readonly at: string
  readonly kind: 'message' | 'note'
  readonly by: Actor
  readonly snippet: Snippet
}

/**
 * Finds the messages and notes before `before` in which each word of `text` begins a word, newest first, at most
 * `limit`. Reads at most 1,000 entries and 256 KB. `next` is the `before` of the next search; it is missing once the
 * log's beginning is reached.
 */
export async function searchLog(
  store: Pick<SessionStore, 'entries'>,
  { id, revision }: Pick<Session, 'id' | 'revision'>,
  { text, before = revision + 1, limit }: { readonly text: string; readonly before?: number; readonly limit: number },
): Promise<{ readonly found: readonly Found[]; readonly next?: number }> {
  const words = wordsSought(text)
  if (words.length === 0) return { found: [] }
  const found: Found[] = []
  let end = Math.min(before, revision + 1)
  let [entries, bytes] = [0, 0]
  for (let atOnce = FIRST_READ; end > 1 && entries < MOST_ENTRIES && bytes < MOST_BYTES; atOnce *= 2) {
    const range = { before: end, limit: Math.min(atOnce, MOST_ENTRIES - entries) }
    const page = await readBounded(store, id, range, { maxBytes: MOST_BYTES - bytes, atLeastOne: entries === 0 })
    if (page.entries.length === 0) break
    for (const entry of page.entries.toReversed()) {
      end = entry.seq
      const match = matchOf(entry, words)
      if (match) found.push(match)
      if (found.length === limit) return { found, ...(end > 1 && { next: end }) }
    }
    entries += page.entries.length
    bytes += page.bytes
  }
  return { found, ...(end > 1 && { next: end }) }
}

function matchOf(entry: Entry, words: readonly string[]): Found | undefined {
  if (entry.kind !== 'message' && entry.kind !== 'note') return undefined
  const { seq, at, kind, by, text } = entry
  if (text === undefined || !hasWords(text, words)) return undefined
  return { seq, at, kind, by, snippet: snippetOf(text, words) }
}

import type { Actor, Entry } from '../../../lib/protocol/entry.ts'
import { readPayload } from '../../../lib/protocol/read-payload.ts'

/** A message or note that the agent has not seen yet. */
export interface News {
  readonly seq: number
  readonly by: Actor
  readonly isNote: boolean
  /** The beginning of the text, if there is one. */
  readonly words: string | undefined
}

const MAX_WORDS_CHARS = 500

/** Returns the messages and notes of others after `seq`. Skips the later pieces of a long text, and remarks of the user. */
export function newsIn(entries: readonly Entry[], seq: number, me: string): readonly News[] {
  let first = entries.length
  while (first > 0 && (entries[first - 1]?.seq ?? 0) > seq) first -= 1
  return entries.slice(first).flatMap(entry => {
    if ((entry.kind !== 'message' && entry.kind !== 'note') || 'remark' in entry) return []
    if (entry.by.type === 'agent' && entry.by.id === me) return []
    if (entry.kind === 'note') return [newsOf(entry, true, entry.text)]
    return entry.continues === undefined ? [newsOf(entry, false, readPayload(entry).text)] : []
  })
}

function newsOf({ seq, by }: { seq: number; by: Actor }, isNote: boolean, text: string | undefined): News {
  return { seq, by, isNote, words: text?.slice(0, MAX_WORDS_CHARS).toWellFormed() }
}

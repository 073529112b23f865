import type { Entry } from '../../../lib/protocol/entry.ts'
import { foldedName } from '../../../lib/protocol/names.ts'

/** The tags of a conversation after the entry `revision`. */
export interface TagsAsOf {
  readonly tags?: readonly string[]
  readonly revision: number
}

/** Returns the current tags: the server's answer, updated by the newer entries of the log. */
export function tagsNow({ tags = [], revision }: TagsAsOf, entries: readonly Entry[]): readonly string[] {
  let now = tags
  for (const entry of entries) {
    if (entry.seq <= revision || entry.kind !== 'tagged') continue
    const gone = new Set(entry.removed?.map(foldedName))
    now = [...now.filter(tag => !gone.has(foldedName(tag))), ...(entry.added ?? [])]
  }
  return now
}

/** Returns the tags that a conversation lacks. */
export function lacking(all: readonly string[], tags: readonly string[]): readonly string[] {
  const known = new Set(tags.map(foldedName))
  return all.filter(tag => !known.has(foldedName(tag)))
}

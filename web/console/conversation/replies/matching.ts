import type { ListedReply } from '../../../../lib/protocol/routes/replies.ts'
import { fold } from '../../../../lib/search/fold.ts'

/** A key of a reply. A shared and an own one may have the same name. */
export const keyOf = ({ scope, name }: Pick<ListedReply, 'scope' | 'name'>): string => `${scope}:${name}`

/**
 * Returns the replies that contain the words: first those whose name begins with them, then those whose name contains
 * them, then those whose text does. Equal ones are ordered by their last use, the newest first. `used`: keys, the
 * newest first.
 */
export function matching(
  replies: readonly ListedReply[],
  query: string,
  used: readonly string[],
): readonly ListedReply[] {
  const words = fold(query)
  const placed = replies.flatMap(reply => {
    const rank = rankOf(reply, words)
    const last = used.indexOf(keyOf(reply))
    return rank === undefined ? [] : [{ reply, rank, last: last === -1 ? used.length : last }]
  })
  return placed.sort((a, b) => a.rank - b.rank || a.last - b.last).map(({ reply }) => reply)
}

function rankOf({ name, value }: ListedReply, words: string): number | undefined {
  const folded = fold(name)
  if (folded.startsWith(words)) return 0
  if (folded.includes(words)) return 1
  return fold(value).includes(words) ? 2 : undefined
}

import { foldedName } from '../protocol/names.ts'
import { InterludeError } from '../protocol/problem.ts'
import { MAX_TAGS } from '../protocol/wire.ts'
import type { Policy } from './policy.ts'

/** A change of tags: the tags after it, and what it adds and removes. */
export interface Retagged {
  readonly tags: readonly string[]
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/**
 * Removes tags, then adds others as the configuration writes them. Letter case makes no difference. `field`: the request's
 * field with the added tags. Throws `tag.not_found` for a tag that the configuration does not list, and `tag.too_many` if
 * the conversation would have more than 20.
 */
export function retagged(
  had: readonly string[],
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  policy: Pick<Policy, 'tags'>,
): Retagged {
  const gone = new Set(remove.map(foldedName))
  const removed = had.filter(tag => gone.has(foldedName(tag)))
  const tags = had.filter(tag => !gone.has(foldedName(tag)))
  const known = new Set(tags.map(foldedName))
  const added: string[] = []
  for (const [index, tag] of add.entries()) {
    const folded = foldedName(tag)
    if (known.has(folded)) continue
    known.add(folded)
    added.push(listed(policy, tag, `add.${index}`))
  }
  const all = [...tags, ...added]
  if (all.length > MAX_TAGS) {
    const detail = `the conversation would have ${all.length} tags, and may have ${MAX_TAGS}`
    throw new InterludeError('tag.too_many', detail, { fields: [{ in: 'body', path: 'add', message: detail }] })
  }
  return { tags: all, added, removed }
}

/** The tag as the configuration writes it. */
function listed({ tags }: Pick<Policy, 'tags'>, tag: string, path: string): string {
  const folded = foldedName(tag)
  const found = tags.find(each => foldedName(each) === folded)
  if (found !== undefined) return found
  const message = `the bot has no tag "${tag}"`
  throw new InterludeError('tag.not_found', message, { fields: [{ in: 'body', path, message }] })
}

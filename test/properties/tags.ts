import type { Actor } from '../../lib/protocol/entry.ts'
import type { ErrorCode } from '../../lib/protocol/problem.ts'
import type { Instant } from '../../lib/session/session.ts'
import { append, type Model, policy } from './model.ts'

interface Wanted {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

const small = (tag: string) => tag.toLowerCase()
const has = (tags: readonly string[], tag: string) => tags.some(each => small(each) === small(tag))

/** The tags that a command leaves, those that it adds (without the unknown ones), and those that it removes. */
function after({ tags }: Model, { add = [], remove = [] }: Wanted) {
  const kept = tags.filter(tag => !has(remove, tag))
  const added: string[] = []
  const unknown: string[] = []
  for (const tag of add) {
    if (has(kept, tag) || has(added, tag)) continue
    const listed = policy.tags.find(each => small(each) === small(tag))
    if (listed === undefined) unknown.push(tag)
    else added.push(listed)
  }
  return { kept, added, unknown, removed: tags.filter(tag => has(remove, tag)) }
}

/** The code with which a change of tags is refused. */
export function refusedTags(model: Model, wanted: Wanted): ErrorCode | undefined {
  const { kept, added, unknown } = after(model, wanted)
  if (unknown.length > 0) return 'tag.not_found'
  return added.length > 0 && kept.length + added.length > 20 ? 'tag.too_many' : undefined
}

/** Changes the tags, and writes an entry if any changes. */
export function retag(model: Model, { by, ...wanted }: Wanted & { readonly by: Actor }, now: Instant): void {
  const { kept, added, removed } = after(model, wanted)
  model.tags = [...kept, ...added]
  if (added.length + removed.length === 0) return
  const changes = { ...(added.length > 0 && { added }), ...(removed.length > 0 && { removed }) }
  append(model, now, [{ kind: 'tagged', by, ...changes }])
}
